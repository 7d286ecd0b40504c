package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guitu.desk.Desk;

/** One browser at a desk: it keeps its session, and sends a form with the token that the page gave it. */
final class Browser {
    private static final Pattern SEEN = Pattern.compile("name=\"(window|seen)\" value=\"([^\"]*)\"");
    private static final Pattern HERE = Pattern.compile("name=\"here\" value=\"([^\"]+)\"");
    private static final Pattern TO = Pattern.compile("name=\"to\" value=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Desk desk;

    Browser(Desk desk) {
        this.desk = desk;
    }

    /** Goes in by a fresh link, and asks for English. */
    static Browser english(Desk desk) throws IOException, InterruptedException {
        var browser = new Browser(desk);
        browser.enter();
        browser.post("/language", Map.of("to", "en"));
        return browser;
    }

    String enter() throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(desk.link())).body();
    }

    /** Says who it is, at the page for that. */
    HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
        var token = TOKEN.matcher(get("/login").body());
        assertThat(token.find()).as("a form with a token").isTrue();
        return send(
                "/login",
                encoded(Map.of("name", name, "password", password)) + "&_csrf=" + encodedText(token.group(1)));
    }

    private static String encodedText(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + desk.port() + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return body(HttpRequest.newBuilder(at(path)));
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofByteArray());
    }

    /** Sends a form of the first page, opened for it, under its token; headers are names and values in turn. */
    HttpResponse<String> post(String path, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        var page = get("/").body();
        var token = TOKEN.matcher(page);
        assertThat(token.find()).as("a form with a token").isTrue();
        var all = new LinkedHashMap<>(form);
        all.putIfAbsent("window", window(page));
        return send(path, encoded(all) + "&_csrf=" + token.group(1), headers);
    }

    /** Presses the button of this page that is for the other language. */
    HttpResponse<String> otherLanguage(String page) throws IOException, InterruptedException {
        var form = page.substring(page.indexOf("action=\"/language\""));
        var token = TOKEN.matcher(form);
        var here = HERE.matcher(form);
        var to = TO.matcher(form);
        assertThat(token.find() && here.find() && to.find())
                .as("a button for the other language")
                .isTrue();
        return send(
                "/language",
                encoded(Map.of("to", to.group(1), "here", here.group(1))) + "&_csrf=" + encodedText(token.group(1)));
    }

    /** In which window this page of the inbox stands. */
    static String window(String page) {
        var window = SEEN.matcher(page);
        assertThat(window.find()).as("a window").isTrue();
        return window.group(2);
    }

    /** What this page of the inbox asks for again and again. */
    HttpResponse<String> rows(String page) throws IOException, InterruptedException {
        return get("/inbox/rows?window=" + window(page));
    }

    /** Sends the form of a draft as its button does. */
    HttpResponse<String> submit(String draft, Map<String, String> fields, String button)
            throws IOException, InterruptedException {
        return multipart(draft, fields, button, Map.of());
    }

    /** The same with a file. */
    HttpResponse<String> attach(String draft, Map<String, String> fields, String name, byte[] file)
            throws IOException, InterruptedException {
        return multipart(draft, fields, "keep", Map.of(name, file));
    }

    /** What the form asks while somebody types. */
    String check(String draft, Map<String, String> fields) throws IOException, InterruptedException {
        var all = new LinkedHashMap<>(fields);
        seen(draft).forEach(all::putIfAbsent);
        var answer = post(draft + "/check", all, "HX-Request", "true");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** In which window a draft stands there, and what it was filled with. */
    Map<String, String> seen(String draft) throws IOException, InterruptedException {
        return shown(get(draft).body());
    }

    /** What a page says of its window, and of what it was filled with. */
    static Map<String, String> shown(String page) {
        return SEEN.matcher(page)
                .results()
                .collect(java.util.stream.Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private HttpResponse<String> multipart(
            String path, Map<String, String> fields, String button, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        var token = TOKEN.matcher(get("/").body());
        assertThat(token.find()).as("a form with a token").isTrue();
        var boundary = "guitu-test-boundary";
        var body = new ByteArrayOutputStream();
        var all = new LinkedHashMap<>(fields);
        seen(path).forEach(all::putIfAbsent);
        all.put("_csrf", token.group(1));
        all.put("do", button);
        all.forEach((name, value) -> body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                        + name + "\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + value + "\r\n")
                .getBytes(StandardCharsets.UTF_8)));
        files.forEach((name, bytes) -> {
            body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                            + "\"; filename=\"photo\"\r\nContent-Type: image/png\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(bytes);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    HttpResponse<String> postWithoutToken(String path, Map<String, String> form)
            throws IOException, InterruptedException {
        return send(path, encoded(form));
    }

    private HttpResponse<String> send(String path, String form, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return body(request);
    }

    private HttpResponse<String> body(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
