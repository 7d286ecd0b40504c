package org.guitu.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.guitu.peers.Program.Ended;

/** The command line of OpenSSL, at work in this folder: words stand one space apart, files are named from there. */
public record Openssl(Path folder) {
    /** The user of SM2 on whom all agree (GB/T 35276); OpenSSL assumes none. */
    public static final String USER = "distid:1234567812345678";

    public Ended run(String words) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words.split(" ")));
        return Program.run(folder, line);
    }

    /** What it says when all goes well; anything else fails the test. */
    public String does(String words) throws IOException, InterruptedException {
        var ended = run(words);
        if (!ended.well()) {
            throw new AssertionError("openssl " + words + ": " + ended.output());
        }
        return ended.output();
    }
}
