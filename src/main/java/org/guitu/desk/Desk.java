package org.guitu.desk;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.guitu.message.Labels;
import org.guitu.office.Exit;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The pages of one office, on this machine only. */
public final class Desk implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    static final int LARGEST_MB = 40;

    private static final String LARGEST_FILE = LARGEST_MB + "MB";
    private static final int MOST_FOR_FIRST = 10_000;

    private final ConfigurableApplicationContext context;
    private final Mail mail;
    private final Entry entry;
    private final Dispatch dispatch;

    private Desk(ConfigurableApplicationContext context, Mail mail, Entry entry, Dispatch dispatch) {
        this.context = context;
        this.mail = mail;
        this.entry = entry;
        this.dispatch = dispatch;
    }

    /**
     * Serves them, and begins to receive.
     *
     * @param port 0 takes any free one
     * @throws OfficeProblem when the port cannot be had
     */
    public static Desk open(Office office, int port) throws OfficeProblem {
        return open(office, port, Clock.systemUTC());
    }

    /** The same, by another clock. */
    public static Desk open(Office office, int port, Clock clock) throws OfficeProblem {
        return open(office, port, office.language(), clock);
    }

    /**
     * The same, by another clock and beginning in another language.
     *
     * @param language of the pages until an officer chooses another there
     */
    public static Desk open(Office office, int port, Locale language, Clock clock) throws OfficeProblem {
        // an officer's terminal is for the officer; Boot would ask for the logger that is not there
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        var mail = new Mail(office, clock);
        var entry = new Entry(clock);
        var dispatch = new Dispatch(office);
        var settings = Map.<String, Object>ofEntries(
                Map.entry("server.address", HOST),
                Map.entry("server.port", port),
                Map.entry("server.tomcat.threads.max", 8),
                Map.entry("server.tomcat.threads.min-spare", 2),
                // a form of a large type, and a photograph as a telephone takes it
                Map.entry("server.tomcat.max-part-count", 5_000),
                Map.entry("server.tomcat.max-parameter-count", 5_000),
                Map.entry("spring.servlet.multipart.max-file-size", LARGEST_FILE),
                Map.entry("spring.servlet.multipart.max-request-size", LARGEST_FILE),
                Map.entry("server.tomcat.max-http-form-post-size", LARGEST_FILE),
                // read to its end, or a browser shows no answer at all
                Map.entry("server.tomcat.max-swallow-size", -1),
                // a browser tells ports of one machine not apart: two desks would end each other's sessions
                Map.entry("server.servlet.session.cookie.name", "guitu-desk-" + office.party()),
                Map.entry("server.servlet.session.cookie.http-only", true),
                Map.entry("server.servlet.session.cookie.same-site", "strict"),
                Map.entry("server.servlet.session.tracking-modes", "cookie"),
                // the desk locks itself sooner: IdleLock
                Map.entry("server.servlet.session.timeout", "12h"),
                Map.entry("spring.web.error.include-stacktrace", "never"),
                Map.entry("spring.web.resources.static-locations", "classpath:/org/guitu/desk/static/"),
                Map.entry("spring.main.log-startup-info", false),
                Map.entry("spring.jmx.enabled", false));
        try {
            var context = new SpringApplicationBuilder(DeskBeans.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .properties(settings)
                    .initializers(fresh -> {
                        var beans = (GenericApplicationContext) fresh;
                        beans.registerBean(Office.class, () -> office, one -> one.setDestroyMethodName(""));
                        beans.registerBean(Mail.class, () -> mail, one -> one.setDestroyMethodName(""));
                        beans.registerBean(Entry.class, () -> entry);
                        beans.registerBean(Dispatch.class, () -> dispatch, one -> one.setDestroyMethodName(""));
                        beans.registerBean(Clock.class, () -> clock);
                        beans.registerBean(Locale.class, () -> language);
                    })
                    .run();
            mail.start();
            dispatch.start();
            var desk = new Desk(context, mail, entry, dispatch);
            makeFirstPage(desk.port());
            return desk;
        } catch (RuntimeException e) {
            throw new OfficeProblem(Exit.FAILED, why(e, port), e);
        }
    }

    /** A link is shown when what it leads to is there at once. */
    private static void makeFirstPage(int port) {
        try {
            var page = URI.create("http://" + HOST + ":" + port + FirstPage.PATH)
                    .toURL()
                    .openConnection();
            page.setReadTimeout(MOST_FOR_FIRST);
            try (var nothing = page.getInputStream()) {
                nothing.readAllBytes();
            }
        } catch (IOException e) {
            // the officer's own first page says what is wrong
            return;
        }
    }

    private static Labels why(RuntimeException failure, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause instanceof PortInUseException) {
                return new Labels(
                        "无法在 " + HOST + ":" + port + " 提供页面，请换一个端口（--port）。",
                        "No page can be served at " + HOST + ":" + port + "; choose another port (--port).");
            }
        }
        var what = failure.getClass().getSimpleName();
        return new Labels(
                "页面无法启动（" + what + "）；请以 GUITU_TRACE=1 再次启动，并把所显示的内容交给本机管理员。",
                "The pages cannot be started (" + what
                        + "); start again with GUITU_TRACE=1, and show what it prints to whoever "
                        + "runs this machine.");
    }

    /** Where it is served. */
    public int port() {
        return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** A fresh link that opens one session. */
    public URI link() {
        return URI.create("http://" + HOST + ":" + port() + "/enter?key=" + entry.fresh());
    }

    @Override
    public void close() {
        mail.close();
        dispatch.close();
        context.close();
    }
}
