package org.guitu.office;

import java.nio.file.Path;
import org.guitu.family.Families;
import org.guitu.message.Labels;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;

/** The families of the installation, read when the first of them is needed: looking into the inbox needs none. */
final class FamilyShelf {
    private final Path folder;
    private @Nullable Families families;

    FamilyShelf(Path folder) {
        this.folder = folder;
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

    private static OfficeProblem unusable(@Nullable String what, Throwable cause) {
        return new OfficeProblem(
                Exit.CONFIGURATION, new Labels("无法使用模式：" + what, "The schemas cannot be used: " + what), cause);
    }
}
