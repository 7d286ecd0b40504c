package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that make what a hub's installation lacks of keys, in the order in which they are run. */
final class KeysToMake {
    private final HubOptions options;
    private final HubConfig config;
    private final List<String> commands = new ArrayList<>();

    KeysToMake(HubOptions options, HubConfig config) {
        this.options = options;
        this.config = config;
    }

    /** Empty where every file is there; whether it is right is asked elsewhere. */
    List<String> commands() {
        var ca = options.data().resolve("ca");
        var trust = options.data().resolve(config.trust().anchors());
        var issued = new ArrayList<String>();
        issue(issued, "sign", config.keys().sign(), ca);
        issue(issued, "tls", config.keys().tls(), ca);
        var anchored = holdsAny(trust);
        if ((!issued.isEmpty() || !anchored) && !Files.exists(ca.resolve("ca.p12"))) {
            commands.add("./guitu keys ca --dir " + ca);
        }
        commands.addAll(issued);
        var master = options.data().resolve(config.keys().master());
        if (!Files.exists(master)) {
            commands.add("./guitu keys master --file " + master);
        }
        if (!anchored) {
            commands.add("mkdir -p " + trust + " && cp " + ca.resolve("ca.pem") + " " + trust);
        }
        return commands;
    }

    private void issue(List<String> issued, String use, HubConfig.KeyFile key, Path ca) {
        var file = options.data().resolve(key.file());
        if (!Files.exists(file)) {
            var folder = file.getParent();
            var host = use.equals("tls") ? " --host localhost" : "";
            issued.add("./guitu keys issue " + config.party() + " --use " + use + host + " --ca " + ca + " --out "
                    + folder + " && cp " + folder + "/" + config.party() + "." + use + ".pem " + options.parties());
        }
    }

    private static boolean holdsAny(Path folder) {
        try (var files = Files.list(folder)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
