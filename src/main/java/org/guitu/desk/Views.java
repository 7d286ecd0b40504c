package org.guitu.desk;

import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * What the windows of one session show of a page that can be looked at in several ways. A window is known by a random name, so that no
 * address says whom somebody looks for; each page that is opened is a window of its own, and begins with what the one it came from
 * showed.
 */
final class Views<V> {
    /** Windows of one session: of more, those that have asked for nothing for longest show everything again. */
    static final int MOST = 50;

    private final V all;
    private final Map<UUID, V> views = new LinkedHashMap<>();

    /** @param all what a window shows that nobody has chosen for */
    Views(V all) {
        this.all = all;
    }

    /** Those of this session, of the page of this name; what each shows is of the kind that is given here. */
    @SuppressWarnings("unchecked") // one name has one kind
    static <V> Views<V> of(HttpSession session, String page, V all) {
        var name = "guitu.views." + page;
        synchronized (WebUtils.getSessionMutex(session)) {
            if (session.getAttribute(name) instanceof Views<?> held) {
                return (Views<V>) held;
            }
            var views = new Views<>(all);
            session.setAttribute(name, views);
            return views;
        }
    }

    /** Names a new window, which shows this. */
    UUID open(V view) {
        var window = UUID.randomUUID();
        show(window, view);
        return window;
    }

    /** What this window shows; everything where it is not known any more. */
    synchronized V shown(@Nullable UUID window) {
        var view = views.remove(window);
        if (window == null || view == null) {
            return all;
        }
        // it asked last
        views.put(window, view);
        return view;
    }

    synchronized void show(@Nullable UUID window, V view) {
        if (window == null) {
            return;
        }
        views.remove(window);
        if (view.equals(all)) {
            return;
        }
        views.put(window, view);
        if (views.size() > MOST) {
            views.remove(views.keySet().iterator().next());
        }
    }
}
