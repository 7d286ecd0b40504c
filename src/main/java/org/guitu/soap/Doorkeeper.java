package org.guitu.soap;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.guitu.message.Refusals;

/**
 * Stands before CXF: POST at the one path, GET for the files of the contract, and plain HTTP errors for all else. What is
 * posted may have so many bytes, and so long to arrive.
 */
final class Doorkeeper extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final transient ContractFiles files;
    private final long requestBytes;
    private final Duration patience;

    Doorkeeper(String path, ContractFiles files, long requestBytes, Duration patience) {
        super(null, false);
        this.path = path;
        this.files = files;
        this.requestBytes = requestBytes;
        this.patience = patience;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        var asked = (HttpServletRequest) request;
        var answer = (HttpServletResponse) response;
        switch (asked.getMethod()) {
            case "GET", "HEAD" -> get(asked, answer);
            case "POST" -> {
                if (!path.equals(asked.getRequestURI()) || asked.getQueryString() != null) {
                    plain(answer, HttpServletResponse.SC_NOT_FOUND);
                } else if (asked.getContentLengthLong() > requestBytes) {
                    plain(answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                } else {
                    super.service(new Metered(asked), answer);
                }
            }
            default -> {
                answer.setHeader("Allow", "GET, HEAD, POST");
                plain(answer, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            }
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

    private final class Metered extends HttpServletRequestWrapper {
        private final HttpServletRequest asked;

        Metered(HttpServletRequest asked) {
            super(asked);
            this.asked = asked;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new MeteredStream(asked.getInputStream());
        }
    }

    private final class MeteredStream extends ServletInputStream {
        private final ServletInputStream in;
        private final long until = System.nanoTime() + patience.toNanos();
        private long bytes;

        MeteredStream(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            return read < 0 ? read : (count(1) > 0 ? read : -1);
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int read = in.read(into, at, length);
            return read < 0 ? read : count(read);
        }

        private int count(int read) throws IOException {
            bytes += read;
            if (bytes > requestBytes) {
                throw new IOException("too much", Refusals.refused("GT-1033", requestBytes));
            }
            if (System.nanoTime() > until) {
                throw new IOException("too slow", Refusals.refused("GT-1037", patience.toSeconds()));
            }
            return read;
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
