package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.guitu.message.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An officer finds a place by the letters that its name is typed with. */
class PinyinTest {
    private static final Pinyin PINYIN = new Pinyin();

    @ParameterizedTest
    @CsvSource({
        "贵州省, guizhousheng",
        "重庆市, chongqingshi",
        "西藏自治区, xizangzizhiqu",
        "藏族, zangzu",
        "窝藏者, wocangzhe",
        "都龙, dulong",
        "奥地利, aodili",
        "曾祖母, zengzumu",
        "曾用名, cengyongming",
        "重复, chongfu"
    })
    void a_character_is_read_as_in_its_word(String chinese, String letters) {
        assertThat(PINYIN.of(chinese)).isEqualTo(letters);
    }

    @Test
    void everything_is_found_in_chinese_english_and_pinyin() {
        assertThat(PINYIN.searched(new Labels("海地", "Haiti"))).isEqualTo("海地 · Haiti · haidi");
    }
}
