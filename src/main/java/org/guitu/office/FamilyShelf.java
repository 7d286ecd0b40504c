package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.guitu.family.Families;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.office.form.SchemaBook;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;

/** The families of the installation, read when the first of them is needed: looking into the inbox needs none. */
final class FamilyShelf {
    private final Path folder;
    private final SafeXml xml;
    private final Map<String, SchemaBook> books = new HashMap<>();
    private @Nullable Families families;

    FamilyShelf(Path folder, SafeXml xml) {
        this.folder = folder;
        this.xml = xml;
    }

    synchronized Families families() throws OfficeProblem {
        if (families == null) {
            try {
                families = Families.load(folder);
            } catch (SchemasException e) {
                throw unusable(e.getMessage(), e);
            }
        }
        return families;
    }

    Checks checks() {
        return document -> families().validate(document);
    }

    /** What the schemas say about a type of this family. */
    synchronized SchemaBook book(String family) throws OfficeProblem {
        var book = books.get(family);
        if (book == null) {
            requireFamily(family);
            try {
                book = SchemaBook.of(folder, family, xml);
            } catch (IOException e) {
                throw unusable(e.getMessage(), e);
            }
            books.put(family, book);
        }
        return book;
    }

    private void requireFamily(String family) throws OfficeProblem {
        if (!family.equals(MessageType.RECEIPT) && !Files.isDirectory(folder.resolve(family))) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            folder + " 中没有消息家族 " + family + "。",
                            "There is no family " + family + " in " + folder + "."));
        }
    }

    private static OfficeProblem unusable(@Nullable String what, Throwable cause) {
        return new OfficeProblem(
                Exit.CONFIGURATION, new Labels("无法使用模式：" + what, "The schemas cannot be used: " + what), cause);
    }
}
