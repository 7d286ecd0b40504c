package org.guitu.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Place.Mark;
import org.guitu.directory.Place.Port;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directory as it is shipped, against reference/domain.md 3.1, 3.2, 3.8 and 3.11. */
class ShippedDirectoryTest {
    private static final Path PARTIES = Path.of("config/parties");

    /** GB/T 2260, the 31 provinces, autonomous regions and municipalities of the mainland. */
    private static final List<String> PROVINCES = List.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65");

    @SuppressWarnings("NullAway.Init")
    private static Directory directory;

    @BeforeAll
    static void load() throws ConfigurationException {
        directory = Directory.load(PARTIES);
    }

    private static Party party(String id) {
        return directory.party(new PartyId(id)).orElseThrow();
    }

    @Test
    void every_province_is_there_under_its_code() {
        assertThat(directory.members("@provinces"))
                .extracting(PartyId::value)
                .containsExactlyElementsOf(
                        PROVINCES.stream().map(p -> "cn." + p).toList());
        for (var code : PROVINCES) {
            assertThat(party("cn." + code).place().gb2260()).contains(code + "0000");
            assertThat(party("cn." + code).roles()).containsExactlyInAnyOrder("provincial-office", "signatory");
        }
        assertThat(party("cn.52").name().zh()).startsWith("贵州省");
        assertThat(party("cn.61").name().en()).startsWith("Shaanxi ");
        assertThat(party("cn.14").name().en()).startsWith("Shanxi ");
    }

    @Test
    void every_border_post_stands_in_the_group_of_its_neighbour_and_keeps_its_mark() {
        var posts = directory.members("@border").stream()
                .map(id -> directory.party(id).orElseThrow())
                .toList();
        assertThat(posts).hasSize(28).allSatisfy(post -> {
            assertThat(post.roles()).containsExactly("border-police");
            var state = post.place().port().map(Port::state).orElseThrow();
            assertThat(post.groups())
                    .containsExactlyInAnyOrder("@border", "@border.cn-" + state.toLowerCase(Locale.ROOT));
        });
        assertThat(directory.members("@border.cn-vn")).hasSize(14);
        assertThat(directory.members("@border.cn-la")).hasSize(3);
        assertThat(directory.members("@border.cn-mm")).hasSize(11);
        assertThat(marked("cn.53.border.hekou")).isEqualTo(Mark.V);
        assertThat(marked("cn.53.border.mengman")).isEqualTo(Mark.P);
        assertThat(marked("cn.45.border.longbang")).isEqualTo(Mark.UNVERIFIED);
    }

    private static Mark marked(String id) {
        return party(id).place().port().orElseThrow().mark();
    }

    @Test
    void every_state_of_the_mekong_has_one_liaison_agency_that_reads_its_language() {
        assertThat(directory.members("@mekong"))
                .extracting(PartyId::country)
                .containsExactly("kh", "la", "mm", "th", "vn");
        assertThat(directory.members("@mekong"))
                .extracting(id -> party(id.value()).languages().get(0))
                .containsExactly("km-KH", "lo-LA", "my-MM", "th-TH", "vi-VN");
    }

    @Test
    void hub_and_joint_conference_office_are_parties() {
        assertThat(party("cn.hub").roles()).containsExactly("hub");
        assertThat(party("cn.jco").roles()).containsExactly("jco");
        assertThat(directory.parties()).hasSize(31 + 28 + 5 + 2);
    }

    @Test
    void nobody_has_joined_yet_and_every_telephone_is_invented() {
        assertThat(directory.parties()).allSatisfy(p -> {
            assertThat(p.joined(Instant.EPOCH)).isFalse();
            assertThat(p.certificates()).isEmpty();
            assertThat(p.telephone()).matches("\\+\\d+ 555 0\\d{3}");
        });
        assertThat(directory.parties()).extracting(Party::telephone).doesNotHaveDuplicates();
    }
}
