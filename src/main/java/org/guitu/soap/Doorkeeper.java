package org.guitu.soap;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.coyote.CloseNowException;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.guitu.message.Refusals;

/**
 * Stands before CXF: POST at the one path, GET for the files of the contract, and plain HTTP errors for all else. What is
 * posted may have so many bytes, and so long to arrive.
 */
final class Doorkeeper extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1L;

    /** Bytes of a refused request that are still read, so that whoever sends them listens to the answer. */
    private static final long REST = 64 << 10;

    private final String path;
    /** Of the server's threads one caller may hold half. */
    private static final int EACH = 32;

    private final transient Places places = new Places(EACH);
    private final transient ContractFiles files;
    private final long requestBytes;
    private final Duration patience;
    private final transient Consumer<Exception> log;

    Doorkeeper(String path, ContractFiles files, long requestBytes, Duration patience, Consumer<Exception> log) {
        super(null, false);
        this.path = path;
        this.files = files;
        this.requestBytes = requestBytes;
        this.patience = patience;
        this.log = log;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException {
        var asked = new Metered((HttpServletRequest) request);
        var answer = new Open((HttpServletResponse) response);
        var shown = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        boolean ended;
        if (shown == null || shown.length == 0) {
            plain(answer, HttpServletResponse.SC_FORBIDDEN);
            ended = asked.isOver();
        } else if (!places.take(shown[0])) {
            answer.setHeader("Retry-After", "1");
            plain(answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            ended = asked.isOver();
        } else {
            // one caller's slow requests leave room for all others, also while what is left of them is read
            try {
                ended = served(asked, answer);
            } finally {
                places.giveBack(shown[0]);
            }
        }
        response.getOutputStream().close();
        if (!ended) {
            throw new CloseNowException("what is left of the request is not waited for");
        }
    }

    private boolean served(Metered asked, Open answer) throws IOException {
        try {
            answer(asked, answer);
        } catch (ServletException | IOException | RuntimeException e) {
            // what cannot be read at all, such as a strange charset, before there is a fault to say so
            failed(answer, e);
        }
        return asked.isOver() || asked.readToItsEnd(answer);
    }

    private void answer(HttpServletRequest asked, HttpServletResponse answer) throws ServletException, IOException {
        switch (asked.getMethod()) {
            case "GET", "HEAD" -> get(asked, answer);
            case "POST" -> {
                if (!path.equals(asked.getRequestURI()) || asked.getQueryString() != null) {
                    plain(answer, HttpServletResponse.SC_NOT_FOUND);
                } else if (asked.getContentLengthLong() > requestBytes) {
                    plain(answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                } else {
                    super.service(asked, answer);
                }
            }
            default -> {
                answer.setHeader("Allow", "GET, HEAD, POST");
                plain(answer, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            }
        }
    }

    private void failed(HttpServletResponse answer, Exception failure) throws IOException {
        log.accept(failure);
        if (!answer.isCommitted()) {
            answer.reset();
            plain(answer, HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void get(HttpServletRequest asked, HttpServletResponse answer) throws IOException {
        var query = asked.getQueryString();
        boolean wsdl = path.equals(asked.getRequestURI()) && "wsdl".equalsIgnoreCase(query);
        var address = "https://" + asked.getServerName() + ":" + asked.getServerPort() + path;
        var file = wsdl || query == null
                ? files.find(asked.getRequestURI(), wsdl, address)
                : java.util.Optional.<byte[]>empty();
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

    /** No page of the server's, which would name it. */
    private static void plain(HttpServletResponse answer, int status) throws IOException {
        answer.setStatus(status);
        answer.setContentType("text/plain;charset=UTF-8");
        answer.getOutputStream().write((status + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /**
     * Stays open when CXF closes it: the server lets nobody read the rest of a request whose answer is closed. It is not
     * flushed either, so that a short answer says how long it is and needs no further word to be whole.
     */
    private static final class Open extends HttpServletResponseWrapper {
        private long written;

        Open(HttpServletResponse answer) {
            super(answer);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            var out = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                    written++;
                }

                @Override
                public void write(byte[] bytes, int at, int length) throws IOException {
                    out.write(bytes, at, length);
                    written += length;
                }

                @Override
                public void flush() {
                    // when it is whole
                }

                @Override
                public void close() {
                    // the doorkeeper closes it
                }

                @Override
                public boolean isReady() {
                    return out.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    out.setWriteListener(listener);
                }
            };
        }

        @Override
        public void flushBuffer() {
            // when it is whole
        }

        @Override
        public void reset() {
            super.reset();
            written = 0;
        }

        /** Sends all of it. */
        void send(boolean head) throws IOException {
            if (!isCommitted() && !head) {
                setContentLengthLong(written);
            }
            super.flushBuffer();
        }
    }

    private final class Metered extends HttpServletRequestWrapper {
        private final HttpServletRequest asked;
        private final MeteredStream in;
        private boolean opened;

        Metered(HttpServletRequest asked) throws IOException {
            super(asked);
            this.asked = asked;
            this.in = new MeteredStream(asked.getInputStream());
        }

        @Override
        public ServletInputStream getInputStream() {
            opened = true;
            return in;
        }

        /** Whether what comes next on the line is another request. */
        boolean isOver() {
            return in.isFinished()
                    || (asked.getContentLengthLong() <= 0 && asked.getHeader("Transfer-Encoding") == null)
                    // what was not asked for does not come; the server ends the line by itself
                    || (!opened && asked.getHeader("Expect") != null);
        }

        /** Sends the answer and reads what nobody wanted, so that the line can be used again: a little, and by the same patience. */
        boolean readToItsEnd(Open answer) throws IOException {
            answer.send("HEAD".equals(asked.getMethod()));
            try {
                var scratch = new byte[8192];
                int read = 0;
                for (long left = REST; left > 0 && read >= 0 && !in.broken; left -= read) {
                    read = in.read(scratch, 0, scratch.length);
                }
                return read < 0;
            } catch (IOException e) {
                return false;
            }
        }
    }

    private final class MeteredStream extends ServletInputStream {
        private final ServletInputStream in;
        private final long until = System.nanoTime() + patience.toNanos();
        private long bytes;
        private boolean broken;

        MeteredStream(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            try {
                requireTime();
                int read = in.read(into, at, length);
                bytes += Math.max(0, read);
                if (bytes > requestBytes) {
                    throw new IOException("too much", Refusals.refused("GT-1033", requestBytes));
                }
                if (read >= 0) {
                    requireTime();
                }
                return read;
            } catch (SocketTimeoutException e) {
                broken = true;
                throw slow();
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        private void requireTime() throws IOException {
            if (System.nanoTime() > until) {
                throw slow();
            }
        }

        private IOException slow() {
            return new IOException("too slow", Refusals.refused("GT-1037", patience.toSeconds()));
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
