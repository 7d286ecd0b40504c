package org.guitu.office.line;

/** Opens lines: the port behind which JMS, and later SOAP, carries an office's messages. */
@FunctionalInterface
public interface Lines {
    /**
     * Opens a line, or fails within a few seconds.
     *
     * @throws LineDown when the hub cannot be reached, is not the one it should be, or does not take our certificate
     */
    Line open() throws LineDown;
}
