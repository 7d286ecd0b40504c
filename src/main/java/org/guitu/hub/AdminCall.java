package org.guitu.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** One administrator's call to the management port of a running hub. */
final class AdminCall {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI hub;
    private final String token;

    AdminCall(URI hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    /** What the hub answered. */
    record Answer(int status, String body) {
        boolean done() {
            return status == 200;
        }
    }

    /**
     * Calls the hub.
     *
     * @param method GET or POST
     * @throws IOException when nobody answers there within 10 s
     */
    Answer send(String method, String path, Map<String, String> parameters) throws IOException {
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(hub.resolve(path + "?" + query))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            var answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
