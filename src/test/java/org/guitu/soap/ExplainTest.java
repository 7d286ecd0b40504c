package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static String code(ErrorCode code) {
        return Explain.trouble(new IllegalStateException(new WSSecurityException(code)), false)
                .refusal()
                .code();
    }

    @Test
    void that_the_hub_cannot_sign_its_answer_is_not_said_to_be_the_callers_fault() {
        assertThat(code(ErrorCode.FAILED_SIGNATURE)).isEqualTo("GT-6006");
        assertThat(code(ErrorCode.INVALID_SECURITY)).isEqualTo("GT-2013");
    }
}
