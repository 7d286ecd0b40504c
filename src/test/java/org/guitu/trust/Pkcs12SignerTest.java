package org.guitu.trust;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.io.TempDir;

final class Pkcs12SignerTest implements LockedKeyContract {
    private static final TestKeys KEYS = new TestKeys();

    @TempDir
    private Path folder = Path.of("");

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Key stored(Kind kind) throws KeyFileException {
        return stored(KEYS.issue("cn.53", Purpose.SIGN, kind, KEYS.year()));
    }

    @Override
    public Key mixed(Kind kind) throws KeyFileException {
        var one = KEYS.issue("cn.53", Purpose.SIGN, kind, KEYS.year());
        return stored(new Identity(
                one.key(), KEYS.issue("cn.52", Purpose.SIGN, kind, KEYS.year()).chain()));
    }

    private Key stored(Identity identity) throws KeyFileException {
        var stem = UUID.randomUUID().toString();
        KeyFiles.write(folder, stem, identity);
        var file = folder.resolve(stem + ".p12");
        return new Key(file, KeyFiles.password(KeyFiles.passwordFile(file)));
    }

    @Override
    public String[] refusal() {
        return new String[] {"口令不对或文件损坏", "cannot be opened: wrong password or damaged"};
    }
}
