package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListingTest {
    @TempDir
    Path folder;

    private final AtomicInteger looks = new AtomicInteger();

    private Listing<Integer> listing() {
        return new Listing<>(folder, () -> List.of(looks.incrementAndGet()));
    }

    @Test
    void a_folder_is_looked_through_again_while_a_change_might_not_show() throws Exception {
        var listing = listing();
        assertThat(listing.all()).containsExactly(1);
        assertThat(listing.all()).containsExactly(2);
    }

    @Test
    void then_only_once_something_came_or_went_or_was_replaced() throws Exception {
        var listing = listing();
        settled(listing);
        DurableFiles.write(folder.resolve("one"), new byte[1]);
        assertThat(listing.all()).containsExactly(looks.get());
        settled(listing);
        int before = looks.get();
        DurableFiles.write(folder.resolve("one"), new byte[2]);
        assertThat(listing.all()).as("replaced").containsExactly(before + 1);
        settled(listing);
        before = looks.get();
        Files.delete(folder.resolve("one"));
        assertThat(listing.all()).as("gone").containsExactly(before + 1);
    }

    /** It has said the same twice without another look. */
    private void settled(Listing<Integer> listing) {
        Awaitility.await()
                .atMost(Listing.FINE.multipliedBy(10))
                .until(() -> listing.all().equals(listing.all()));
        assertThat(looks.get()).isPositive();
    }
}
