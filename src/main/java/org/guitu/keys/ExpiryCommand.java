package org.guitu.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.guitu.message.Labels;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys expiry}: which certificates expire soon or have expired; the exit code tells a timer. */
@Command(name = "expiry", mixinStandardHelpOptions = true)
final class ExpiryCommand extends KeysTask {
    private static final int DEPTH = 5;

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*")
    private List<Path> paths = List.of();

    @Option(names = "--days", paramLabel = "N", defaultValue = "30")
    private int days;

    @Override
    int run() throws KeyFileException {
        var now = Instant.now();
        int worst = Exit.DONE;
        int seen = 0;
        for (var file : files()) {
            for (var certificate : KeyFiles.certificates(file)) {
                var view = new CertificateView(file, certificate, now);
                worst = Math.max(worst, exit(view, days));
                show(view);
                seen++;
            }
        }
        if (seen == 0) {
            // a timer that looks into the wrong folder must not report that all is well
            throw new KeyFileException(
                    new Labels("没有找到证书（*.pem）；请检查路径", "no certificate (*.pem) was found; check the path"));
        }
        return worst;
    }

    static int exit(CertificateView view, int days) {
        if (!view.now().isBefore(view.until())) {
            return Exit.EXPIRED;
        }
        return view.daysLeft() < days ? Exit.SOON : Exit.DONE;
    }

    private void show(CertificateView view) {
        var state = switch (exit(view, days)) {
            case Exit.EXPIRED -> "expired";
            case Exit.SOON -> "soon";
            default -> "fine";
        };
        var line = String.format(
                Locale.ROOT,
                "%-8s %5s  %s  %s  %s",
                words().say("state." + state),
                words().say("days.left", view.daysLeft()),
                view.until(),
                view.use(),
                view.file());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("state", state);
        fields.putAll(view.fields());
        show(line, fields);
    }

    private List<Path> files() throws KeyFileException {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (var found = Files.walk(path, DEPTH)) {
                found.filter(ExpiryCommand::holdsCertificate).sorted().forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                throw new KeyFileException(
                        new Labels("不能读取 " + path + "；请检查权限", path + " cannot be read; check its permissions"), e);
            }
        }
        return files;
    }

    /** A PEM file beside the certificates may hold a key alone. */
    private static boolean holdsCertificate(Path file) {
        if (!file.toString().endsWith(".pem") || !Files.isRegularFile(file)) {
            return false;
        }
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
