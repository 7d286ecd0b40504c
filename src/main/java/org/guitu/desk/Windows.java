package org.guitu.desk;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.message.Labels;
import org.guitu.office.Exit;
import org.guitu.office.Manuscripts;
import org.guitu.office.OfficeProblem;
import org.springframework.util.MultiValueMap;

/**
 * Which window of a browser a draft is written in: what a form does not show stays in the document, so only a form that shows all
 * that is there may change it, or be signed.
 */
final class Windows {
    /** Fields of a form: the window it stands in, and the words it was filled with. */
    static final String WINDOW = "window";

    static final String SEEN = "seen";

    private final Manuscripts manuscripts;
    private final Map<UUID, Last> last = new ConcurrentHashMap<>();

    /** Who wrote last, and what stood there then. */
    private record Last(String window, String words) {}

    Windows(Manuscripts manuscripts) {
        this.manuscripts = manuscripts;
    }

    /**
     * Requires that the form was filled with what stands there now, or that its own window wrote last.
     *
     * @throws OfficeProblem when it does not say what it was filled with, or when another window, or another desk, changed the draft
     *     meanwhile
     */
    void require(UUID id, MultiValueMap<String, String> fields) throws IOException, OfficeProblem {
        if (!fields.containsKey(SEEN)) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "所发内容不是本办公桌的完整表单，没有保存，也没有签署。请打开草稿，使用页面上的按钮。",
                            "What was sent is no whole form of this desk; nothing was kept, and nothing was signed. Open the draft and use "
                                    + "the buttons on its page."));
        }
        var words = manuscripts.words(id);
        var known = last.get(id);
        boolean own = known != null && known.equals(new Last(window(fields), words));
        if (!own && !words.equals(fields.getFirst(SEEN))) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "这份草稿已在另一窗口或另一办公桌被改动，本窗口的内容没有保存，也没有签署。请重新打开草稿，核对后再继续。",
                            "This draft was changed in another window or at another desk; what this one says was not kept, and nothing was "
                                    + "signed. Open the draft again, look at it, and go on there."));
        }
    }

    /** It wrote. */
    void wrote(UUID id, MultiValueMap<String, String> fields) throws IOException, OfficeProblem {
        last.put(id, new Last(window(fields), manuscripts.words(id)));
    }

    void forget(UUID id) {
        last.remove(id);
    }

    private static String window(MultiValueMap<String, String> fields) {
        var named = fields.getFirst(WINDOW);
        return named == null ? "" : named;
    }
}
