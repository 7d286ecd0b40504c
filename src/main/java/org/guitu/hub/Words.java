package org.guitu.hub;

import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The sentences of a command in the reader's language, from its resource bundle. */
final class Words {
    private final ResourceBundle bundle;

    Words(String bundle) {
        this.bundle = ResourceBundle.getBundle(bundle, Locale.getDefault());
    }

    /** The sentence of this key with its {@code %s} filled in order. */
    String say(String key, @Nullable Object... arguments) {
        return String.format(Locale.getDefault(), bundle.getString(key), arguments);
    }
}
