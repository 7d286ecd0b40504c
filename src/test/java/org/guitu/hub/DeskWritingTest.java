package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.xpath.XPathFactory;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.message.MessageId;
import org.guitu.office.Office;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** An officer writes at the desk, sends through a real hub, and sees who has it. */
final class DeskWritingTest {
    private static final Pattern FIELD = Pattern.compile("name=\"(/[^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile("data-for=\"([^\"]+)\"");
    private static final Pattern DESCRIBED = Pattern.compile("aria-describedby=\"([^\"]+)\"");
    private static final String BODY = "/Body[1]/AlertIssue[1]";

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Office guizhou;
    private static Office guangdong;
    private static Desk desk;
    private static Desk other;
    private static Document sample;

    @SuppressWarnings("NullAway.Init") // by sitDown()
    private Browser browser;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44", "vn.mps");
        guizhou = Office.open(hub.office("cn.52"));
        guangdong = Office.open(hub.office("cn.44"));
        desk = Desk.open(guizhou, 0, CLOCK);
        other = Desk.open(guangdong, 0, CLOCK);
        sample = new SafeXml(XmlLimits.standard())
                .parse(new Sample(RunningHub.HOME.resolve("schemas"))
                        .current("alert", "alert-issue", CLOCK.instant())
                        .getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        other.close();
        guizhou.close();
        guangdong.close();
        hub.close();
    }

    @BeforeEach
    void sitDown() throws Exception {
        browser = Browser.english(desk);
    }

    private static final Pattern CONVERSATION = Pattern.compile("/conversations/([0-9a-f-]{36})");

    /** As the sample says. */
    private static final String AUTHORITY = "贵州省公安厅";

    private String begin() throws Exception {
        var page = browser.post("/drafts", Map.of("type", "alert/AlertIssue"));
        assertThat(page.statusCode()).as(page.uri() + page.body()).isEqualTo(200);
        return page.uri().getPath();
    }

    /** What the sample says at each place that the form has. */
    private Map<String, String> filled(String draft, String recipient) throws Exception {
        var values = new LinkedHashMap<String, String>();
        var names = FIELD.matcher(browser.get(draft).body());
        while (names.find()) {
            var said = XPathFactory.newInstance()
                    .newXPath()
                    .evaluate("/*" + names.group(1).replaceAll("/([A-Za-z]+)\\[", "/*[local-name()='$1']["), sample);
            if (!said.isBlank()) {
                values.put(names.group(1), said.strip());
            }
        }
        values.put("/Header[1]/Recipients[1]/Recipient[1]", recipient);
        return values;
    }

    private String written(String recipient) throws Exception {
        var draft = begin();
        var identity = BODY + "/Person[1]/Identity[1]";
        browser.submit(draft, Map.of(), "add:" + identity);
        browser.submit(draft, Map.of(), "add:" + identity + "/Name[1]");
        browser.submit(draft, Map.of(), "add:" + identity + "/BirthDate[1]");
        browser.submit(draft, Map.of(), "add:" + BODY + "/Person[1]/Appearance[1]");
        assertThat(browser.submit(draft, filled(draft, recipient), "keep").statusCode())
                .isEqualTo(200);
        // places that only appear once others are filled
        assertThat(browser.submit(draft, filled(draft, recipient), "keep").statusCode())
                .isEqualTo(200);
        return draft;
    }

    private static byte[] photograph(int width, int height) throws Exception {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.createGraphics().fillRect(0, 0, width / 2, height);
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    @Test
    void parties_and_groups_are_found_in_any_language_and_hints_are_read_with_their_fields() throws Exception {
        var page = browser.get(begin()).body();
        assertThat(page)
                .containsPattern("value=\"cn\\.53\" label=\"[^\"]*云南[^\"]* · [^\"]*Yunnan[^\"]* · yunnan")
                .containsPattern("value=\"@provinces\" label=\"全部省级反拐办公室 · all provincial offices · quan");
        var telephone = BODY + "/Hotline[1]/Telephone[1]";
        assertThat(page)
                .contains("aria-describedby=\"hint:" + telephone + " fault:" + telephone + "\"")
                .containsPattern("<button[^>]*value=\"add:([^\"]+)\"[^>]*aria-describedby=\"hint:\\1\"");
        var described = DESCRIBED.matcher(page);
        while (described.find()) {
            for (var id : described.group(1).split(" ", -1)) {
                assertThat(page).contains(" id=\"" + id + "\"");
            }
        }
    }

    @Test
    void an_alert_is_written_in_a_form_and_read_with_its_photograph_at_another_desk() throws Exception {
        var draft = written("cn.44");
        var media = BODY + "/Media[1]";
        browser.submit(draft, Map.of(), "add:" + media);
        browser.attach(draft, Map.of(media + "/Kind[1]", "PHOTO"), "file:" + media, photograph(3_000, 1_000));
        assertThat(browser.bytes(draft + "/media?at=" + encoded(media))
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue("image/jpeg");
        var checked = browser.submit(draft, Map.of(), "check").body();
        assertThat(places(checked)).as(checked).isEmpty();
        var sent = browser.submit(draft, Map.of(), "send");
        assertThat(sent.uri().getPath()).startsWith("/sent/");
        assertThat(sent.body())
                .contains(
                        "Sealed: only these can open it: Guangdong Anti-Trafficking Office (cn.44), "
                                + "Guizhou Anti-Trafficking Office (cn.52)",
                        "CN=cn.52",
                        "In the outbox since");
        var id = MessageId.of(UUID.fromString(sent.uri().getPath().substring("/sent/".length())));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(sent.uri().getPath() + "/steps").body().contains("Accepted by the hub at"));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() ->
                        guangdong.inbox().stream().anyMatch(held -> held.id().equals(id)));
        var reader = Browser.english(other);
        assertThat(reader.get("/messages/" + id.uuid()).body()).contains("归", "小途", "/media/1");
        var picture = ImageIO.read(new ByteArrayInputStream(
                reader.bytes("/messages/" + id.uuid() + "/media/1").body()));
        assertThat(picture.getWidth()).isEqualTo(1_600);
        reader.post("/messages/" + id.uuid() + "/read", Map.of());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(sent.uri().getPath() + "/steps").body().contains("<span>read</span>"));
        assertThat(browser.get(sent.uri().getPath()).body()).contains("/messages/" + id.uuid() + "/media/1");
        assertThat(browser.bytes("/messages/" + id.uuid() + "/media/1").statusCode())
                .isEqualTo(200);
        // what was accepted is no draft any more
        assertThat(browser.get("/drafts").body())
                .doesNotContain(draft)
                .contains(sent.uri().getPath());
        assertThat(browser.get(draft).statusCode()).isEqualTo(409);
    }

    @Test
    void a_window_that_does_not_show_what_another_wrote_signs_nothing_and_changes_nothing() throws Exception {
        var draft = written("cn.44");
        var stale = browser.seen(draft);
        var to = "/Header[1]/Recipients[1]/Recipient[1]";
        browser.submit(draft, Map.of(), "add:/Header[1]/Recipients[1]/Recipient[2]");
        browser.submit(draft, Map.of("/Header[1]/Recipients[1]/Recipient[2]", "cn.53"), "keep");
        var of = new LinkedHashMap<>(stale);
        of.put(to, "cn.35");
        for (var button : List.of("send", "keep", "check", "discard", "discard-surely")) {
            var refused = browser.submit(draft, of, button);
            assertThat(refused.statusCode()).as(button).isEqualTo(409);
            assertThat(refused.body()).contains("changed in another window");
        }
        assertThat(browser.post(draft + "/check", of, "HX-Request", "true").statusCode())
                .isEqualTo(409);
        var file =
                guizhou.inboxFolder().resolveSibling("drafts").resolve(draft.substring("/drafts/".length()) + ".xml");
        assertThat(Files.readString(file))
                .contains("<Recipient>cn.44</Recipient>", "<Recipient>cn.53</Recipient>")
                .doesNotContain("<Recipient>cn.35</Recipient>");
    }

    @Test
    void a_window_goes_on_after_its_own_words_were_kept_whatever_it_was_filled_with() throws Exception {
        var draft = written("cn.44");
        var at = BODY + "/Authority[1]/Name[1]";
        var first = new LinkedHashMap<>(browser.seen(draft));
        first.put(at, "Office of the window");
        browser.check(draft, first);
        // pressed before the answer came
        first.put(at, "Office of the button");
        assertThat(browser.submit(draft, first, "keep").statusCode()).isEqualTo(200);
        assertThat(browser.get(draft).body()).contains("Office of the button");
    }

    @Test
    void a_picture_of_any_camera_is_made_small_and_one_that_cannot_be_opened_is_refused() throws Exception {
        var draft = written("cn.44");
        var media = BODY + "/Media[1]";
        browser.submit(draft, Map.of(), "add:" + media);
        var large = new BufferedImage(16_320, 12_240, BufferedImage.TYPE_BYTE_BINARY);
        var out = new ByteArrayOutputStream();
        ImageIO.write(large, "png", out);
        assertThat(browser.attach(draft, Map.of(), "file:" + media, out.toByteArray())
                        .statusCode())
                .isEqualTo(200);
        var picture = ImageIO.read(new ByteArrayInputStream(
                browser.bytes(draft + "/media?at=" + encoded(media)).body()));
        assertThat(picture.getWidth()).isEqualTo(1_600);
        var torn = Arrays.copyOf(photograph(3_000, 1_000), 60);
        var refused = browser.attach(draft, Map.of(), "file:" + media, torn);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The picture cannot be opened here");
        var empty = browser.attach(draft, Map.of(), "file:" + media, new byte[0]);
        assertThat(empty.statusCode()).isEqualTo(409);
        assertThat(empty.body()).contains("The file that was chosen is empty and was not attached");
    }

    @Test
    void a_file_that_is_too_large_is_refused_with_its_limit_and_the_draft_stays() throws Exception {
        var draft = written("cn.44");
        var media = BODY + "/Media[1]";
        browser.submit(draft, Map.of(), "add:" + media);
        var refused = browser.attach(draft, Map.of(), "file:" + media, new byte[41 << 20]);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("The file is too large: the desk takes 40 MB");
        assertThat(browser.get(draft).body()).contains(AUTHORITY);
    }

    private static String encoded(String path) {
        return java.net.URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    private static List<String> places(String page) {
        return PLACE.matcher(page).results().map(found -> found.group(1)).toList();
    }

    @Test
    void what_was_one_too_many_and_stayed_empty_is_taken_away_again() throws Exception {
        var draft = begin();
        var first = "/Header[1]/Recipients[1]/Recipient[1]";
        var second = first.replaceFirst("1\\]$", "2]");
        browser.submit(draft, Map.of(first, "cn.44"), "add:" + first);
        assertThat(browser.get(draft).body()).contains("value=\"remove:" + second + "\"");
        browser.submit(draft, Map.of(), "remove:" + second);
        assertThat(browser.get(draft).body()).contains("cn.44").doesNotContain(second);
    }

    @Test
    void while_somebody_types_each_fault_is_told_with_its_place_and_what_was_typed_survives() throws Exception {
        var draft = begin();
        var at = BODY + "/Hotline[1]/Telephone[1]";
        var answer = browser.check(draft, Map.of(at, "ring me"));
        assertThat(places(answer)).contains(at, BODY + "/Kind[1]");
        assertThat(places(browser.check(draft, Map.of(at, "+86 555 0100 110")))).doesNotContain(at);
        assertThat(browser.get(draft).body()).contains("+86 555 0100 110");
        var sent = browser.submit(draft, Map.of(), "send");
        assertThat(sent.statusCode()).isEqualTo(422);
        assertThat(sent.body())
                .as("in words of the form, each at its place, and nothing is sent again that was not sent")
                .contains("data-everything=\"true\"")
                .doesNotContain("GT-41");
        assertThat(browser.submit(draft, Map.of(), "discard").body()).contains("Delete this draft?", "Begun by cn.52");
        assertThat(browser.get(draft).statusCode())
                .as("one press deletes nothing")
                .isEqualTo(200);
        assertThat(browser.submit(draft, Map.of(), "discard-surely").uri().getPath())
                .isEqualTo("/drafts");
        assertThat(browser.get(draft).statusCode()).isEqualTo(409);
    }

    @Test
    void what_the_hub_refuses_is_said_with_its_next_step_and_can_be_mended_and_sent() throws Exception {
        var draft = written("vn.mps");
        var sent = browser.submit(draft, Map.of(), "send");
        assertThat(sent.uri().getPath())
                .as(String.join("\n", places(sent.body())))
                .startsWith("/sent/");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(sent.uri().getPath() + "/steps").body().contains("Refused by the hub:"));
        var steps = browser.get(sent.uri().getPath() + "/steps").body();
        assertThat(steps).contains("GT-5", draft);
        assertThat(browser.get(draft).body()).contains("The hub refused what was sent of this");
        var again = browser.submit(draft, Map.of("/Header[1]/Recipients[1]/Recipient[1]", "cn.44"), "send");
        assertThat(again.uri().getPath())
                .startsWith("/sent/")
                .isNotEqualTo(sent.uri().getPath());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() ->
                        browser.get(again.uri().getPath() + "/steps").body().contains("Accepted by the hub at"));
    }

    @Test
    void an_answer_is_offered_where_the_conversation_allows_it_and_only_then() throws Exception {
        var draft = written("cn.44");
        var sent = browser.submit(draft, Map.of(), "send");
        var uuid = sent.uri().getPath().substring("/sent/".length());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> guangdong.inbox().stream()
                        .anyMatch(held -> held.id().uuid().toString().equals(uuid)));
        var reader = Browser.english(other);
        var page = reader.get("/messages/" + uuid).body();
        assertThat(page).contains("alert/SightingReport").doesNotContain("alert/AlertUpdate", "alert/AlertCancel");
        assertThat(page)
                .as("help where an answer is begun")
                .contains("<summary>Help</summary>", "The button opens a form");
        assertThat(reader.get("/drafts").body()).contains("<summary>Help</summary>", "“Sent from here” says");
        var answer = reader.post("/drafts", Map.of("type", "alert/SightingReport", "answered", uuid));
        assertThat(answer.body()).contains("cn.52").contains("/Body[1]/SightingReport[1]");
        assertThat(answer.body())
                .as("which version of the alert is meant is known")
                .containsPattern("name=\"/Body\\[1]/SightingReport\\[1]/AlertVersion\\[1]\" value=\"1\"");
        assertThat(answer.body())
                .as("a test stays one, whatever this office sends by itself (R-X10)")
                .containsPattern(
                        "(?s)<select id=\"/Header\\[1]/Status\\[1]\"(?:(?!</select>).)*value=\"Test\" selected");
        assertThat(answer.body())
                .as("how reliable the source is nobody has said yet")
                .containsPattern(
                        "(?s)<select id=\"/Header\\[1]/SourceEvaluation\\[1]\"(?!.{0,900}selected).{0,900}</select>");
        var conversation = CONVERSATION.matcher(page);
        assertThat(conversation.find()).isTrue();
        var unasked =
                reader.post("/drafts", Map.of("type", "alert/SightingReport", "conversation", conversation.group(1)));
        assertThat(unasked.body())
                .as("also where no message is named: the last alert of the conversation")
                .containsPattern("AlertVersion\\[1]\" value=\"1\"");
        assertThat(reader.post("/drafts", Map.of("type", "alert/AlertUpdate", "answered", uuid))
                        .statusCode())
                .isEqualTo(409);
        assertThat(reader.post("/drafts", Map.of("type", "nothing", "answered", uuid))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_office_goes_on_with_its_own_conversation_before_anybody_answered() throws Exception {
        var sent = browser.submit(written("cn.44"), Map.of(), "send");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(sent.uri().getPath()).body().contains("alert/AlertUpdate"));
        var page = browser.get(sent.uri().getPath()).body();
        assertThat(page).contains("alert/AlertCancel");
        var uuid = sent.uri().getPath().substring("/sent/".length());
        var update = browser.post("/drafts", Map.of("type", "alert/AlertUpdate", "answered", uuid));
        assertThat(update.body()).as("all of the alert, to change it").contains(AUTHORITY);
        assertThat(update.body()).containsPattern("AlertUpdate\\[1]/Version\\[1]\" value=\"2\"");
        var conversation = CONVERSATION.matcher(page);
        assertThat(conversation.find()).isTrue();
        var second =
                browser.submit(update.uri().getPath(), Map.of("/Body[1]/AlertUpdate[1]/Change[1]", "New coat"), "send");
        assertThat(second.uri().getPath()).as(second.body()).startsWith("/sent/");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(second.uri().getPath()).body().contains("alert/AlertUpdate"));
        var third = browser.post("/drafts", Map.of("type", "alert/AlertUpdate", "answered", uuid));
        assertThat(third.body())
                .as("it follows the newest, whichever it goes on from")
                .containsPattern("AlertUpdate\\[1]/Version\\[1]\" value=\"3\"");
        var whole = browser.get("/conversations/" + conversation.group(1)).body();
        assertThat(whole).contains("name=\"conversation\"", "alert/AlertUpdate", "href=\"/sent/" + uuid);
        var other = browser.post("/drafts", Map.of("type", "alert/AlertUpdate", "conversation", conversation.group(1)));
        assertThat(other.body()).contains(AUTHORITY);
    }

    @Test
    void whoever_got_an_alert_as_one_of_a_group_is_written_to_again_and_a_stranger_is_told_at_once() throws Exception {
        var sent = browser.submit(written("@provinces"), Map.of(), "send");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> browser.get(sent.uri().getPath()).body().contains("alert/AlertUpdate"));
        var uuid = sent.uri().getPath().substring("/sent/".length());
        var update = browser.post("/drafts", Map.of("type", "alert/AlertUpdate", "answered", uuid));
        assertThat(update.body()).containsPattern("Recipient\\[1]\" value=\"@provinces\"");
        var recipient = "/Header[1]/Recipients[1]/Recipient[1]";
        var told = browser.check(update.uri().getPath(), Map.of(recipient, "cn.99"));
        assertThat(told).contains("Recipient cn.99 is not in the directory");
    }

    @Test
    void what_no_message_can_hold_is_refused_and_what_was_kept_before_stays() throws Exception {
        var draft = begin();
        var at = BODY + "/Authority[1]/Name[1]";
        browser.check(draft, Map.of(at, "Office of the test"));
        assertThat(browser.submit(draft, Map.of(at, "a\u000bb"), "keep").statusCode())
                .isEqualTo(409);
        assertThat(browser.submit(draft, Map.of(at, "x".repeat(11 << 20)), "keep")
                        .statusCode())
                .isEqualTo(409);
        assertThat(browser.get(draft).body()).contains("Office of the test");
    }

    @Test
    void a_draft_whose_file_is_damaged_is_listed_as_that_and_can_be_deleted() throws Exception {
        var draft = begin();
        var id = draft.substring("/drafts/".length());
        var file = guizhou.inboxFolder().resolveSibling("drafts").resolve(id + ".xml");
        Files.writeString(file, Files.readString(file).substring(0, 200));
        assertThat(browser.get("/drafts").body())
                .contains("The file drafts/" + id + ".xml is damaged")
                .doesNotContain("href=\"" + draft);
        var opened = browser.get(draft);
        assertThat(opened.statusCode()).isEqualTo(409);
        assertThat(opened.body())
                .contains("is damaged and cannot be read")
                .doesNotContain(folder.toString(), id + ".xml");
        var doubted = browser.submit(draft, Map.of(), "discard").body();
        assertThat(doubted).contains("Delete this draft?", "is damaged");
        assertThat(Files.exists(file)).isTrue();
        var surely = new LinkedHashMap<>(Browser.shown(doubted));
        assertThat(browser.submit(draft, surely, "discard-surely").uri().getPath())
                .isEqualTo("/drafts");
        assertThat(Files.exists(file)).isFalse();
        assertThat(browser.get("/drafts").body()).doesNotContain(id);
    }

    @Test
    void a_form_that_is_not_whole_is_refused_as_that_and_signs_nothing() throws Exception {
        var draft = written("cn.44");
        for (var button : List.of("send", "keep", "check")) {
            var answer = browser.post(draft, Map.of("do", button));
            assertThat(answer.statusCode()).as(button).isEqualTo(409);
            assertThat(answer.body()).contains("What was sent is no whole form of this desk", "href=\"" + draft);
        }
        var approved = browser.post(draft, Map.of("do", "approve"));
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(409);
        assertThat(approved.body()).contains("Another officer has to approve");
        assertThat(browser.get(draft).uri().getPath()).as("still a draft").isEqualTo(draft);
    }

    @Test
    void a_digest_that_is_not_of_its_file_is_told_beside_it_before_anything_is_sent() throws Exception {
        var draft = written("cn.44");
        var media = BODY + "/Media[1]";
        browser.submit(draft, Map.of(), "add:" + media);
        browser.attach(draft, Map.of(media + "/Kind[1]", "PHOTO"), "file:" + media, photograph(300, 100));
        var file =
                guizhou.inboxFolder().resolveSibling("drafts").resolve(draft.substring("/drafts/".length()) + ".xml");
        Files.writeString(file, Files.readString(file).replaceFirst("Digest>[0-9a-f]{64}", "Digest>" + "0".repeat(64)));
        var checked = browser.submit(draft, Map.of(), "check").body();
        assertThat(places(checked)).as(checked).containsExactly(media + "/Digest[1]");
    }

    @Test
    void what_an_officer_writes_lies_in_the_offices_folder_for_its_owner_alone() throws Exception {
        var draft = begin();
        var file =
                guizhou.inboxFolder().resolveSibling("drafts").resolve(draft.substring("/drafts/".length()) + ".xml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        browser.check(draft, Map.of(BODY + "/Authority[1]/Name[1]", "<script>alert(1)</script>"));
        assertThat(browser.get(draft).body()).doesNotContain("<script>alert").contains("&lt;script&gt;");
    }
}
