package org.guitu.message;

import java.util.Locale;

/** One name or sentence in Chinese and in English; neither may be blank. */
public record Labels(String zh, String en) {
    public Labels {
        if (zh.isBlank() || en.isBlank()) {
            throw new IllegalArgumentException("a label needs its text in zh and in en");
        }
    }

    /** The text for a reader of this language: Chinese for {@code zh}, English for every other. */
    public String in(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }
}
