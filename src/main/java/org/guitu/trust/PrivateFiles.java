package org.guitu.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.guitu.message.Labels;

/** Files that hold secrets: read only when nobody but the owner may open them, and never written otherwise. */
final class PrivateFiles {
    private static final long LARGEST = 1 << 20;
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private PrivateFiles() {}

    /** The bytes of a secret file of at most 1 MiB. */
    static byte[] read(Path file) throws KeyFileException {
        try {
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw new KeyFileException(new Labels(
                        file + " 可被他人读取；请执行 chmod 600 " + file,
                        file + " can be opened by others than its owner; run chmod 600 " + file));
            }
        } catch (UnsupportedOperationException e) {
            throw new KeyFileException(
                    new Labels(
                            file + " 所在文件系统不能保证仅所有者可读；请移到支持文件权限的磁盘",
                            file + " is on a file system without owner-only files; move it to one that has them"),
                    e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return readPublic(file);
    }

    /** The bytes of a file of at most 1 MiB that anybody may read. */
    static byte[] readPublic(Path file) throws KeyFileException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new KeyFileException(new Labels(
                        file + " 超过 1 MiB,不是密钥或证书文件；请检查路径",
                        file + " is larger than 1 MiB, so no key or certificate file; check the path"));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Writes a new file that only the owner may open, from its first moment, and flushes it to the disk. */
    static void write(Path file, byte[] content) throws KeyFileException {
        write(file, content, "rw-------");
    }

    /** Writes a new file that everybody may read. */
    static void writePublic(Path file, String content) throws KeyFileException {
        write(file, content.getBytes(StandardCharsets.UTF_8), "rw-r--r--");
    }

    private static void write(Path file, byte[] content, String permissions) throws KeyFileException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (var channel = FileChannel.open(file, options, attribute)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new KeyFileException(
                    new Labels(
                            "不能写入 " + file + "；请检查目录权限和磁盘空间",
                            file + " cannot be written; check the directory and the disk"),
                    e);
        }
    }

    static KeyFileException exists(Path file) {
        return new KeyFileException(
                new Labels(file + " 已存在；请移走或另选目录", file + " exists; move it away or choose another directory"));
    }

    private static KeyFileException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new KeyFileException(
                    new Labels("没有文件 " + file + "；请检查路径", file + " is not there; check the path"), e);
        }
        return new KeyFileException(
                new Labels("不能读取 " + file + "；请检查权限", file + " cannot be read; check its permissions"), e);
    }
}
