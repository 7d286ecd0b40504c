package org.guitu;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Says in the user's language what is wrong with a command line, and where its help is; the whole help would hide it. */
final class WrongUsage implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var spec = command.getCommandSpec();
        var name = spec.qualifiedName(" ");
        var text = text(wrong);
        command.getErr().println(name + ": " + text);
        if (!text.contains("--help")) {
            command.getErr().println(say("wrong.see", name));
        }
        return spec.exitCodeOnInvalidInput();
    }

    private static String text(ParameterException wrong) {
        if (wrong instanceof CommandLine.MissingParameterException missing) {
            return say("wrong.missing", listed(missing.getMissing()));
        }
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            var meant = String.join(", ", unmatched.getSuggestions());
            var unknown = String.join(" ", unmatched.getUnmatched());
            return meant.isEmpty() ? say("wrong.unknown", unknown) : say("wrong.unknown.meant", unknown, meant);
        }
        if (wrong instanceof CommandLine.OverwrittenOptionException twice) {
            return say("wrong.twice", named(twice.getOverwritten()));
        }
        return Optional.ofNullable(wrong.getArgSpec())
                .map(one -> say("wrong.value", wrong.getValue(), named(one), described(one)))
                .orElseGet(() -> String.valueOf(wrong.getMessage()));
    }

    private static String listed(List<ArgSpec> arguments) {
        return arguments.stream().map(WrongUsage::named).collect(Collectors.joining(", "));
    }

    private static String named(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : argument.paramLabel();
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("%n", " ");
    }

    private static String say(String key, Object... arguments) {
        return String.format(
                Locale.getDefault(),
                ResourceBundle.getBundle("org.guitu.help", Locale.getDefault()).getString(key),
                arguments);
    }
}
