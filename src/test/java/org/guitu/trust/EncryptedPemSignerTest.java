package org.guitu.trust;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.api.io.TempDir;

final class EncryptedPemSignerTest implements LockedKeyContract {
    private static final TestKeys KEYS = new TestKeys();

    @TempDir
    private Path folder = Path.of("");

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Key stored(Kind kind) throws Exception {
        return new PemKeys(KEYS, folder, "invented").stored(kind);
    }

    @Override
    public Key mixed(Kind kind) throws Exception {
        return new PemKeys(KEYS, folder, "invented").mixed(kind);
    }

    @Override
    public String[] refusal() {
        return new String[] {"口令不对或文件损坏", "cannot be opened: wrong password or damaged"};
    }
}
