package org.guitu.soap;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.apache.coyote.CloseNowException;
import org.apache.cxf.helpers.HttpHeaderHelper;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.CertificateName;

/**
 * Stands before CXF: POST at the one path, GET for the files of the contract, and plain HTTP errors for all else. Whoever comes
 * takes a place and a token, whatever it wants. What is posted may have so many bytes, and so long to arrive; of one that is let
 * in nothing is made in memory before there is room to work on it, and of others nothing but the headers is read.
 */
final class Doorkeeper extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY_REQUESTS = 429;

    /**
     * Bytes of a refused request that are still read, so that whoever sends them listens to the answer. A party whose request is too
     * large is listened to for twice as much as a request may have.
     */
    private static final long REST = 64 << 10;

    /** Of the server's threads one caller may hold half. */
    private static final int EACH = 32;

    /** All together who are nobody of ours: enough to be told so. */
    private static final int STRANGERS = 4;

    /** Bytes that are read before there has to be room for them. */
    private static final int UNASKED = 64 << 10;

    private final transient Places places = new Places(EACH, STRANGERS);
    private final transient SoapServer.Settings settings;
    private final transient SoapServer.Offer offer;
    private final transient Caller caller;
    private final transient SoapServer.Refusals log;

    /** @param caller whom the other end may be */
    Doorkeeper(SoapServer.Settings settings, SoapServer.Offer offer, Caller caller, SoapServer.Refusals log) {
        super(null, false);
        this.settings = settings;
        this.offer = offer;
        this.caller = caller;
        this.log = log;
    }

    /** Who stands at the door; a stranger's reason is said as a fault. */
    private record Guest(X509Certificate shown, Optional<PartyId> party, Optional<Refused> stranger) {
        String name() {
            return name(CertificateName.subject(shown));
        }

        String name(String stranger) {
            return party.map(PartyId::value).orElse(stranger);
        }

        /** Calls open at a time. */
        int mayHave() {
            return party.isPresent() ? EACH : STRANGERS;
        }

        static Guest of(X509Certificate shown, Caller caller) {
            try {
                return new Guest(shown, Optional.of(caller.ofChannel(Optional.of(shown))), Optional.empty());
            } catch (Refused e) {
                return new Guest(shown, Optional.empty(), Optional.of(e));
            }
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException {
        var asked = new Metered((HttpServletRequest) request);
        var answer = new Open((HttpServletResponse) response, settings.patience());
        var shown = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        boolean ended;
        if (shown == null || shown.length == 0) {
            plain(answer, HttpServletResponse.SC_FORBIDDEN);
            ended = asked.isOver();
        } else {
            var guest = Guest.of(shown[0], caller);
            if (places.take(guest.party())) {
                // one caller's slow requests leave room for all others, also while what is left of them is read
                try {
                    ended = served(guest, asked, answer);
                } finally {
                    places.giveBack(guest.party());
                }
            } else {
                later(guest, answer, Refusals.refusal("GT-2025", "", "", guest.name(), guest.mayHave()));
                ended = asked.isOver();
            }
        }
        response.getOutputStream().close();
        if (!ended) {
            throw new CloseNowException("what is left of the request is not waited for");
        }
    }

    private boolean served(Guest guest, Metered asked, Open answer) throws IOException {
        try {
            answer(guest, asked, answer);
        } catch (ServletException | IOException | RuntimeException e) {
            failed(guest, answer, e);
        }
        return asked.isOver() || asked.readToItsEnd(answer);
    }

    private void answer(Guest guest, Metered asked, HttpServletResponse answer) throws ServletException, IOException {
        var tooOften = tooOften(guest);
        if (isCall(asked)) {
            var refused = tooOften.or(guest::stranger);
            if (asked.getContentLengthLong() > settings.requestBytes()) {
                if (refused.isEmpty()) {
                    asked.listen();
                }
                tooLarge(guest, answer);
            } else if (!isLegible(asked)) {
                var told = refused.map(Refused::refusal).orElseGet(() -> Refusals.refusal("GT-1030", "", ""));
                refuse(guest, answer, HttpServletResponse.SC_BAD_REQUEST, told);
            } else if (refused.isPresent()) {
                call(new Visit(guest.party(), refused, Room.Place.NONE, Room.Place.NONE), asked, answer);
            } else {
                keepAndCall(guest, asked, answer);
            }
        } else if (tooOften.isPresent()) {
            refuse(guest, answer, TOO_MANY_REQUESTS, tooOften.get().refusal());
        } else {
            switch (asked.getMethod()) {
                case "GET", "HEAD" -> get(asked, answer);
                case "POST" -> plain(answer, HttpServletResponse.SC_NOT_FOUND);
                default -> {
                    answer.setHeader("Allow", "GET, HEAD, POST");
                    plain(answer, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
                }
            }
        }
    }

    private boolean isCall(HttpServletRequest asked) {
        return asked.getMethod().equals("POST")
                && offer.path().equals(asked.getRequestURI())
                && asked.getQueryString() == null;
    }

    /** Whether its charset is one; CXF fails at any other before there is a fault to say so. */
    private static boolean isLegible(HttpServletRequest asked) {
        var type = asked.getContentType();
        try {
            return type == null || HttpHeaderHelper.mapCharset(HttpHeaderHelper.findCharset(type)) != null;
        } catch (RuntimeException e) {
            // such as a lone quote
            return false;
        }
    }

    private Optional<Refused> tooOften(Guest guest) {
        try {
            caller.admit(Optional.of(guest.shown()));
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e);
        }
    }

    /** Of a large request the bytes are kept until there is room for all that is made of them. */
    private void keepAndCall(Guest guest, Metered asked, HttpServletResponse answer)
            throws ServletException, IOException {
        long said = asked.getContentLengthLong();
        boolean whole = (said >= 0 && said <= UNASKED) || (said < 0 && asked.in.keep(UNASKED));
        if (whole) {
            workAndCall(guest, Math.max(said, asked.in.bytes()), asked, answer);
            return;
        }
        long most = said < 0 ? settings.requestBytes() : said;
        var place = settings.room().toKeep(guest.party().orElseThrow(), most);
        if (place.isEmpty()) {
            asked.listen();
            noRoom(guest, answer);
            return;
        }
        try {
            asked.in.keep(most);
            workAndCall(guest, asked.in.bytes(), asked, answer);
        } finally {
            asked.in.forget();
            place.get().leave();
        }
    }

    private void workAndCall(Guest guest, long bytes, Metered asked, HttpServletResponse answer)
            throws ServletException, IOException {
        var party = guest.party().orElseThrow();
        var place = settings.room().toWork(party, bytes);
        if (place.isEmpty()) {
            noRoom(guest, answer);
            return;
        }
        var answered = settings.room().toAnswer(party);
        try {
            call(new Visit(Optional.of(party), Optional.empty(), place.get(), answered), asked, answer);
        } finally {
            answered.leave();
            place.get().leave();
        }
    }

    private void call(Visit visit, HttpServletRequest asked, HttpServletResponse answer)
            throws ServletException, IOException {
        visit.on(asked);
        super.service(asked, answer);
    }

    private void failed(Guest guest, HttpServletResponse answer, Exception failure) throws IOException {
        var refusal = Refusals.refusal("GT-6006", "", "");
        log.refused(guest.name(""), refusal, failure.getClass().getSimpleName());
        if (!answer.isCommitted()) {
            answer.reset();
            coded(answer, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, refusal);
        }
    }

    private void get(HttpServletRequest asked, HttpServletResponse answer) throws IOException {
        var query = asked.getQueryString();
        boolean wsdl = offer.path().equals(asked.getRequestURI()) && "wsdl".equalsIgnoreCase(query);
        var address = "https://" + asked.getServerName() + ":" + asked.getServerPort() + offer.path();
        var file = wsdl || query == null
                ? offer.files().find(asked.getRequestURI(), wsdl, address)
                : Optional.<byte[]>empty();
        if (file.isEmpty()) {
            plain(answer, HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        answer.setContentType("text/xml;charset=UTF-8");
        answer.setContentLength(file.get().length);
        if (asked.getMethod().equals("GET")) {
            answer.getOutputStream().write(file.get());
        }
    }

    private void noRoom(Guest guest, HttpServletResponse answer) throws IOException {
        later(guest, answer, Refusals.refusal("GT-2029", "", "", guest.name()));
    }

    private void later(Guest guest, HttpServletResponse answer, Refusal refusal) throws IOException {
        refuse(guest, answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE, refusal);
    }

    private void tooLarge(Guest guest, HttpServletResponse answer) throws IOException {
        var refusal = Refusals.refusal("GT-1033", "", "", settings.requestBytes());
        refuse(guest, answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, refusal);
    }

    /** The code and what to do, without an envelope: nothing was read that says which one is wanted. */
    private void refuse(Guest guest, HttpServletResponse answer, int status, Refusal refusal) throws IOException {
        log.refused(guest.name(""), refusal, "");
        if (refusal.retry() == Refusal.Retry.LATER) {
            answer.setHeader("Retry-After", "1");
        }
        coded(answer, status, refusal);
    }

    private static void coded(HttpServletResponse answer, int status, Refusal refusal) throws IOException {
        plain(
                answer,
                status,
                refusal.code() + "\n" + refusal.text().en() + "\n"
                        + refusal.text().zh());
    }

    private static void plain(HttpServletResponse answer, int status) throws IOException {
        plain(answer, status, String.valueOf(status));
    }

    /** No page of the server's, which would name it. */
    private static void plain(HttpServletResponse answer, int status, String words) throws IOException {
        answer.setStatus(status);
        answer.setContentType("text/plain;charset=UTF-8");
        answer.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Stays open when CXF closes it: the server lets nobody read the rest of a request whose answer is closed. It is not
     * flushed either, so that a short answer says how long it is and needs no further word to be whole.
     */
    private static final class Open extends HttpServletResponseWrapper {
        private final Outgoing out;

        Open(HttpServletResponse answer, Duration patience) throws IOException {
            super(answer);
            this.out = new Outgoing(answer.getOutputStream(), patience);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return out;
        }

        @Override
        public void flushBuffer() {
            // when it is whole
        }

        @Override
        public void reset() {
            super.reset();
            out.forget();
        }

        /** Sends all of it. */
        void send(boolean head) throws IOException {
            if (!isCommitted() && !head) {
                setContentLengthLong(out.written());
            }
            super.flushBuffer();
        }
    }

    private final class Metered extends HttpServletRequestWrapper {
        private final HttpServletRequest asked;
        private final Incoming in;
        /** Bytes of what nobody wanted that are read all the same. */
        private long rest = REST;

        private boolean opened;

        Metered(HttpServletRequest asked) throws IOException {
            super(asked);
            this.asked = asked;
            this.in = new Incoming(asked.getInputStream(), settings.requestBytes(), settings.patience());
        }

        @Override
        public ServletInputStream getInputStream() {
            opened = true;
            return in;
        }

        /** A party that is let in and sends too much, or at a time without room, learns so. */
        void listen() {
            rest = 2 * settings.requestBytes();
        }

        /** Whether what comes next on the line is another request. */
        boolean isOver() {
            return in.hasArrived()
                    || (asked.getContentLengthLong() <= 0 && asked.getHeader("Transfer-Encoding") == null)
                    // what was not asked for does not come; the server ends the line by itself
                    || (!opened && asked.getHeader("Expect") != null);
        }

        /** Sends the answer and reads what nobody wanted, so that the line can be used again: a little, and by the same patience. */
        boolean readToItsEnd(Open answer) throws IOException {
            answer.send("HEAD".equals(asked.getMethod()));
            if (in.wasTooMuch()) {
                listen();
            }
            return in.skipToItsEnd(rest);
        }
    }
}
