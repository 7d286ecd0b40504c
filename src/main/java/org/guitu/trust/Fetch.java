package org.guitu.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.guitu.message.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from a place that the configuration names: a file, or HTTP without redirects. It takes so much and waits so long at
 * most, and leaves a server that did not answer, or cannot answer anybody, alone for as long again: not every message has to
 * wait for it.
 */
final class Fetch {
    private static final int TOO_MANY = 429;

    private final HttpClient client;
    private final Duration wait;
    private final Clock clock;
    private final Map<String, Instant> silent = new ConcurrentHashMap<>();

    Fetch(Duration wait, Clock clock) {
        this.wait = wait;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(wait)
                .build();
    }

    byte[] get(URI place, int most, Patience patience) throws NoAnswer {
        return "file".equals(place.getScheme())
                ? file(Path.of(place), most)
                : answer(HttpRequest.newBuilder(place).GET(), most, patience);
    }

    byte[] post(URI place, String type, byte[] body, int most, Patience patience) throws NoAnswer {
        var request = HttpRequest.newBuilder(place)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return answer(request, most, patience);
    }

    private static byte[] file(Path file, int most) throws NoAnswer {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new NoAnswer(file + " is larger than " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new NoAnswer(file + " cannot be read", e);
        }
    }

    /** Asks this server nothing for a while: whoever it is about, it would not say. */
    void leave(URI place) {
        silent.put(place.getAuthority(), clock.instant().plus(wait));
    }

    private byte[] answer(HttpRequest.Builder builder, int most, Patience patience) throws NoAnswer {
        NoAnswer.unlessTime(patience);
        var request = builder.timeout(wait).build();
        var server = request.uri().getAuthority();
        var until = silent.get(server);
        if (until != null && clock.instant().isBefore(until)) {
            throw new NoAnswer(server + " did not answer a moment ago");
        }
        var coming = client.sendAsync(request, response -> new Limited(most));
        try {
            var response = coming.get(Math.min(wait.toMillis(), patience.leftMillis()), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            if (status >= 500 || status == TOO_MANY) {
                leave(request.uri());
            } else {
                silent.remove(server);
            }
            if (status != 200) {
                throw new NoAnswer(server + " answers with HTTP status " + status);
            }
            return response.body();
        } catch (ExecutionException | TimeoutException e) {
            coming.cancel(true);
            if (e instanceof TimeoutException) {
                // a server that had less time than others is not a mute one
                NoAnswer.unlessTime(patience);
            }
            leave(request.uri());
            throw new NoAnswer(server + " does not answer", e);
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswer("the hub stops", e);
        }
    }

    /** A body of so many bytes at most; the JDK's own subscribers take any. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {
        private final int most;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        Limited(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (var part : parts) {
                if (part.remaining() > most - taken.size()) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new IOException("more than " + most + " bytes"));
                    return;
                }
                var bytes = new byte[part.remaining()];
                part.get(bytes);
                taken.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable cause) {
            body.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            body.complete(taken.toByteArray());
        }
    }
}
