package org.guitu.keys;

import java.util.Locale;
import java.util.ResourceBundle;
import org.guitu.message.Labels;
import org.jspecify.annotations.Nullable;

/** What the commands say, in the language of the process. */
final class Words {
    private final Locale locale = Locale.getDefault();
    // without this, a reader of English would get Chinese on a Chinese system
    private final ResourceBundle bundle = ResourceBundle.getBundle(
            "org.guitu.keys.words",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

    /** The sentence of this key with its {@code %s} filled in order. */
    String say(String key, @Nullable Object... arguments) {
        return String.format(Locale.ROOT, bundle.getString(key), arguments);
    }

    String say(Labels labels) {
        return labels.in(locale);
    }
}
