package org.guitu.family;

import java.util.Optional;

/**
 * Where stylesheets that were made of rules are kept, so that a program that ends after one message need not make them
 * again. What is found here decides nothing that the hub does not decide once more.
 */
public interface Stylesheets {
    /**
     * What was kept under this key; whatever keeps it from being read is as if nothing were there.
     *
     * @param key hexadecimal digits: a digest of the rules and of everything else the stylesheet depends on
     */
    Optional<byte[]> find(String key);

    /** Keeps a stylesheet, if it can. */
    void keep(String key, byte[] stylesheet);

    /** Keeps nothing: for who lives long. */
    static Stylesheets none() {
        return new Stylesheets() {
            @Override
            public Optional<byte[]> find(String key) {
                return Optional.empty();
            }

            @Override
            public void keep(String key, byte[] stylesheet) {}
        };
    }
}
