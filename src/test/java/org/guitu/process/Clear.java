package org.guitu.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks for words in files as they may stand there in clear: UTF-8, UTF-16 both ways, hexadecimal, and base64 at each of its three offsets. */
final class Clear {
    private final Map<String, List<String>> forms = new TreeMap<>();

    Clear(List<String> words) {
        words.forEach(word -> forms.put(word, forms(word)));
    }

    private static List<String> forms(String word) {
        var utf8 = word.getBytes(StandardCharsets.UTF_8);
        var forms = new ArrayList<String>();
        forms.add(latin(utf8));
        forms.add(latin(word.getBytes(StandardCharsets.UTF_16LE)));
        forms.add(latin(word.getBytes(StandardCharsets.UTF_16BE)));
        forms.add(HexFormat.of().formatHex(utf8));
        for (int offset = 0; offset < 3; offset++) {
            var moved = new byte[offset + utf8.length];
            System.arraycopy(utf8, 0, moved, offset, utf8.length);
            var text = Base64.getEncoder().withoutPadding().encodeToString(moved);
            // without the characters at both ends that carry bits of the neighbours
            forms.add(text.substring(offset == 0 ? 0 : offset + 1, moved.length / 3 * 4));
        }
        return forms;
    }

    /** One character a byte, so that text search serves. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The words that stand somewhere in these bytes. */
    List<String> in(byte[] bytes) {
        var text = latin(bytes);
        return forms.entrySet().stream()
                .filter(word -> word.getValue().stream().anyMatch(text::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files below this one with a word in clear, and which. */
    Map<Path, List<String>> below(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var found = new TreeMap<Path, List<String>>();
            for (var file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                var words = in(content(file));
                if (!words.isEmpty()) {
                    found.put(file, words);
                }
            }
            return found;
        }
    }

    /** Of a file that a running database has just removed, nothing. */
    private static byte[] content(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
