package org.guitu.family;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.Labels;

/** Chinese text in Latin letters without tones or blanks, as officers type it to find something in a list. */
public final class Pinyin {
    /** Where a character is read in another way than alone, in what the lists hold. */
    private static final Map<String, String> READINGS = Map.of(
            "西藏", "xizang", "藏族", "zangzu", "都龙", "dulong", "曾孙", "zengsun", "曾祖", "zengzu", "重发", "chongfa", "重复",
            "chongfu", "地", "di");

    private final Transliterator letters = Transliterator.getInstance("Han-Latin; Latin-ASCII");
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** What is typed to find this in a list, whatever the language of the page: Chinese, English, pinyin; none of it twice. */
    public String searched(Labels name) {
        return name.zh().equals(name.en()) ? name.zh() : searched(name, List.of());
    }

    /**
     * The same for what is called by several names.
     *
     * @param also the others, in any language; they come last
     */
    String searched(Labels name, List<String> also) {
        var others = also.stream().flatMap(other -> isChinese(other) ? Stream.of(other, of(other)) : Stream.of(other));
        return Stream.concat(Stream.of(name.zh(), name.en(), of(name.zh())), others)
                .collect(Collectors.joining(" · "));
    }

    private static boolean isChinese(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic);
    }

    /** For example {@code guizhousheng}; of a character with several readings that of its word, or else the most common one. */
    public String of(String chinese) {
        return known.computeIfAbsent(
                chinese,
                text -> letters.transliterate(asRead(text))
                        .replaceAll("[^\\p{Alnum}]", "")
                        .toLowerCase(Locale.ROOT));
    }

    private static String asRead(String chinese) {
        var read = chinese;
        for (var word : READINGS.entrySet()) {
            read = read.replace(word.getKey(), word.getValue());
        }
        return read;
    }
}
