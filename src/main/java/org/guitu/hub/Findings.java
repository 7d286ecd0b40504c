package org.guitu.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.guitu.config.ConfigurationException;

/** Runs checks one after the other, shows what each found as soon as it is known, and keeps it. */
final class Findings {
    private final Words words;
    private final Consumer<Finding> shown;
    private final List<Finding> all = new ArrayList<>();

    Findings(Words words, Consumer<Finding> shown) {
        this.words = words;
        this.shown = shown;
    }

    /** One check: its good news, or the one line of what is wrong and what to do. */
    interface Look {
        String look() throws ConfigurationException, Doubt;
    }

    /** Not wrong yet, but somebody should know. */
    static final class Doubt extends Exception {
        private static final long serialVersionUID = 1L;

        Doubt(String line) {
            super(line);
        }
    }

    Words words() {
        return words;
    }

    /** Looks, and returns whether all was well enough to go on from. */
    boolean look(String check, Look look) {
        try {
            add(new Finding(check, Finding.State.OK, look.look()));
            return true;
        } catch (Doubt e) {
            add(new Finding(check, Finding.State.WARN, String.valueOf(e.getMessage())));
            return true;
        } catch (ConfigurationException e) {
            add(new Finding(check, Finding.State.FAIL, String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** Says which check has to be well first. */
    void skip(String check, String first) {
        add(new Finding(check, Finding.State.SKIPPED, words.say("skipped", first)));
    }

    private void add(Finding finding) {
        all.add(finding);
        shown.accept(finding);
    }

    boolean failed() {
        return all.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL);
    }
}
