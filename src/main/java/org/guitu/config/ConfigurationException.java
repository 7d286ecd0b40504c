package org.guitu.config;

import java.nio.file.Path;

/** A file of the configuration cannot be used. The message is one line for an operator: where, what, what to do. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param line the whole line, without a line break */
    public ConfigurationException(String line) {
        super(oneLine(line));
    }

    public ConfigurationException(String line, Throwable cause) {
        super(oneLine(line), cause);
    }

    /** A problem of a whole file or directory. */
    public static ConfigurationException in(Path file, String what, String next) {
        return new ConfigurationException(file + ": " + what + "; " + next);
    }

    /** A problem at a line of a file; lines count from 1. */
    public static ConfigurationException at(Path file, int line, String what, String next) {
        return new ConfigurationException(file + ":" + line + ": " + what + "; " + next);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
