package org.guitu.desk;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of the desk, in the reader's language. */
final class Words {
    static final String BUNDLE = "org.guitu.desk.words";

    private final Locale locale;
    private final ResourceBundle bundle;

    Words(Locale locale) {
        this.locale = locale;
        // without this, a reader of English would get Chinese on a Chinese system
        var asked = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale, asked);
    }

    /** The same, or the key's own end where there is no such word: what a family of one's own may name. */
    String sayOr(String key, String other) {
        return bundle.containsKey(key) ? bundle.getString(key) : other;
    }

    String say(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }
}
