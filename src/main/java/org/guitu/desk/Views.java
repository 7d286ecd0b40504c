package org.guitu.desk;

import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * What the windows of one session show of the inbox. A window is known by a random name, so that no address says whom somebody looks
 * for; each page that is opened is a window of its own, and begins with what the one it came from showed.
 */
final class Views {
    /** Windows of one session: of more, those that have asked for nothing for longest show everything again. */
    static final int MOST = 50;

    private static final String HELD = "guitu.views";

    private final Map<UUID, View> views = new LinkedHashMap<>();

    /**
     * What one window shows.
     *
     * @param from how many rows that press more are left out
     */
    record View(Filter filter, int from) {
        /** Everything, from its beginning. */
        static final View ALL = new View(Filter.NONE, 0);
    }

    /** Those of this session. */
    static Views of(HttpSession session) {
        synchronized (WebUtils.getSessionMutex(session)) {
            if (session.getAttribute(HELD) instanceof Views held) {
                return held;
            }
            var views = new Views();
            session.setAttribute(HELD, views);
            return views;
        }
    }

    /** Names a new window, which shows this. */
    UUID open(View view) {
        var window = UUID.randomUUID();
        show(window, view);
        return window;
    }

    /** What this window shows; everything where it is not known any more. */
    synchronized View shown(@Nullable UUID window) {
        var view = views.remove(window);
        if (window == null || view == null) {
            return View.ALL;
        }
        // it asked last
        views.put(window, view);
        return view;
    }

    synchronized void show(@Nullable UUID window, View view) {
        if (window == null) {
            return;
        }
        views.remove(window);
        if (view.equals(View.ALL)) {
            return;
        }
        views.put(window, view);
        if (views.size() > MOST) {
            views.remove(views.keySet().iterator().next());
        }
    }
}
