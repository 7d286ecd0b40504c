package org.guitu.desk.paper;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.guitu.message.Labels;

/** The fonts there are, and which of them shows a character. */
public final class Typefaces {
    /** Units of a glyph's outline in its em. */
    static final int EM = 1_000;
    /** As on paper: no hints, no grid. */
    static final FontRenderContext PAPER = new FontRenderContext(null, true, true);

    /** For Chinese as it is written in mainland China; of two that both show a character the first is taken. */
    private static final List<String> FIRST = List.of(
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "Source Han Sans CN",
            "Microsoft YaHei",
            "PingFang SC",
            "WenQuanYi Micro Hei",
            "SimHei",
            "SimSun");

    /** Names of Java's own for fonts of the machine: where there are none, asking one what it shows ends in an error. */
    private static final Set<String> LOGICAL =
            Set.of(Font.DIALOG, Font.DIALOG_INPUT, Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);

    private static final Pattern STYLED =
            Pattern.compile("Bold|Italic|Oblique|Light|Thin|Black|Medium|Condensed|Mono|Serif|Emoji");

    private final List<Font> fonts;
    private final Map<Font, Map<Integer, Boolean>> known = new HashMap<>();

    Typefaces(List<Font> fonts) {
        this.fonts = fonts.stream()
                .filter(font -> !LOGICAL.contains(font.getFamily(Locale.ROOT)))
                .sorted(Comparator.comparingInt(Typefaces::rank).thenComparing(font -> font.getFontName(Locale.ROOT)))
                .map(font -> font.deriveFont((float) EM))
                .toList();
    }

    /** Those of this machine; none where it has none, or no library to open them. */
    public static Typefaces ofThisMachine() {
        try {
            return new Typefaces(Arrays.asList(
                    GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts()));
        } catch (LinkageError | InternalError | RuntimeException e) {
            // how each JDK says that there is no fontconfig, no font or no FreeType
            return none();
        }
    }

    /** Of a machine that has none. */
    public static Typefaces none() {
        return new Typefaces(List.of());
    }

    /**
     * Asks for fonts that show all of these words.
     *
     * @throws NotOnPaper where there are none
     */
    public void require(String words) throws NotOnPaper {
        var without = words.codePoints()
                .filter(c -> !isBlank(c)
                        && of(Character.toString(c), Optional.empty()).isEmpty())
                .findFirst();
        if (without.isPresent()) {
            var script = Character.UnicodeScript.of(without.getAsInt());
            throw new NotOnPaper(new Labels(
                    "本机没有可显示本页文字（" + script + "）的字体，不能生成 PDF。请安装字体（如 fonts-noto-cjk）后重新打开办公桌，或在浏览器中打印会话页面。",
                    "This machine has no font for the words of this page (" + script
                            + "), so no PDF can be made. Install one (such as fonts-noto-cjk) and open the desk again, or print the "
                            + "page of the conversation from the browser."));
        }
    }

    private static int rank(Font font) {
        int first = FIRST.indexOf(font.getFamily(Locale.ROOT));
        boolean styled = STYLED.matcher(font.getFontName(Locale.ROOT)).find();
        return (first < 0 ? FIRST.size() : first) + (styled ? 2 * FIRST.size() : 0);
    }

    /** One that shows all of these characters; the one before where that does, so that words are not torn. */
    Optional<Font> of(String cluster, Optional<Font> before) {
        var wanted = cluster.codePoints().filter(c -> !isMute(c)).toArray();
        if (before.isPresent() && shows(before.get(), wanted)) {
            return before;
        }
        return fonts.stream().filter(font -> shows(font, wanted)).findFirst();
    }

    private boolean shows(Font font, int[] wanted) {
        var shown = known.computeIfAbsent(font, unknown -> new HashMap<>());
        return IntStream.of(wanted)
                .allMatch(character ->
                        shown.computeIfAbsent(character, c -> font.canDisplay(c) && (isBlank(c) || hasInk(font, c))));
    }

    /** A font of pictures says that it has them, and draws nothing that could be put on paper. */
    private static boolean hasInk(Font font, int c) {
        return !font.createGlyphVector(PAPER, Character.toString(c))
                .getVisualBounds()
                .isEmpty();
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** What only tells its neighbours what to do. */
    private static boolean isMute(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.CONTROL || (c >= 0xFE00 && c <= 0xFE0F);
    }
}
