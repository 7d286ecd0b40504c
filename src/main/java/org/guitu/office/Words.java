package org.guitu.office;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.guitu.message.Labels;

/** The words the office's commands show, in the reader's language. */
final class Words {
    private final Locale locale;
    private final ResourceBundle bundle;

    Words(Locale locale) {
        this.locale = locale;
        // without this, a reader of English would get Chinese on a Chinese system
        var asked = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        this.bundle = ResourceBundle.getBundle("org.guitu.office.words", locale, asked);
    }

    /** In the language of the process. */
    static Words here() {
        return new Words(Locale.getDefault());
    }

    Locale locale() {
        return locale;
    }

    String say(String key, Object... arguments) {
        var pattern = bundle.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
    }

    String say(Labels labels) {
        return labels.in(locale);
    }
}
