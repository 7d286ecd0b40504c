package org.guitu.keys;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code guitu keys}: makes a certificate authority, issues, requests, renews and revokes certificates, shows them and says which expire. */
@Command(
        name = "keys",
        resourceBundle = "org.guitu.keys.help",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:", "3:", "4:"},
        subcommands = {
            CaCommand.class,
            IssueCommand.class,
            RequestCommand.class,
            ImportCommand.class,
            RenewCommand.class,
            CrlCommand.class,
            MasterCommand.class,
            ShowCommand.class,
            ExpiryCommand.class
        })
public final class KeysCommand implements Runnable {
    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), new Words().say("which"));
    }
}
