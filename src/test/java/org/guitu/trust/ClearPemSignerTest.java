package org.guitu.trust;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.api.io.TempDir;

final class ClearPemSignerTest implements SignerContract {
    private static final TestKeys KEYS = new TestKeys();

    @TempDir
    private Path folder = Path.of("");

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Key stored(Kind kind) throws Exception {
        return new PemKeys(KEYS, folder, "").stored(kind);
    }

    @Override
    public Key mixed(Kind kind) throws Exception {
        return new PemKeys(KEYS, folder, "").mixed(kind);
    }
}
