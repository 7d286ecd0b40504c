package org.guitu.desk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Figures as a file that a spreadsheet opens: UTF-8 with its mark, or else it takes Chinese for something else. */
final class FigureFile {
    /** Counts from 1 to 10 could tell of single persons where others see them (reference 5: k = 11). */
    private static final int FEWEST = 11;

    private static final String FEW = "<" + FEWEST;
    private static final String MARK = "\uFEFF";

    /** What makes a spreadsheet take a text for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private FigureFile() {}

    /**
     * Writes one.
     *
     * @param of what its lines are, and as of when they were counted
     * @param exact as they are, for this office alone; else counts below 11 are not told apart
     */
    static void write(Figure figure, String of, boolean exact, OutputStream to) throws IOException {
        var writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
        writer.write(MARK);
        var printer = new CSVPrinter(writer, CSVFormat.EXCEL);
        var head = new ArrayList<String>();
        head.add(plain(of));
        figure.columns().forEach(column -> head.add(plain(column)));
        printer.printRecord(head);
        for (var line : figure.lines()) {
            printer.printRecord(record(line, exact));
        }
        printer.flush();
    }

    private static List<String> record(Figure.Line line, boolean exact) {
        var record = new ArrayList<String>();
        record.add(plain(line.label()));
        line.counts()
                .forEach(count -> record.add(exact || count == 0 || count >= FEWEST ? String.valueOf(count) : FEW));
        return record;
    }

    private static String plain(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
