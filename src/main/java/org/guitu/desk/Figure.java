package org.guitu.desk;

import java.util.List;

/**
 * Counts, as a table to read, a picture to look at and a file for a spreadsheet.
 *
 * @param name of its file
 * @param of what the lines are
 * @param columns what is counted
 * @param chart how the page draws it: {@code bar}, {@code stacked} (the columns of a line add up), or {@code shades} in the table itself
 * @param shown so many lines at most on the page; the file has them all
 */
record Figure(String name, String title, String of, List<String> columns, List<Line> lines, String chart, int shown) {
    private static final int SHADES = 5;

    /** One line, with as many counts as there are columns. */
    record Line(String label, List<Integer> counts) {
        int sum() {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The lines of the page. */
    public List<Line> first() {
        return lines.subList(0, Math.min(shown, lines.size()));
    }

    /** How many lines only the file has. */
    public int rest() {
        return lines.size() - first().size();
    }

    public boolean isDrawn() {
        return !chart.equals("shades") && !lines.isEmpty();
    }

    /** How dark the field of a count is, 0 to 5, by the largest of all. */
    public int shade(int count) {
        int most = lines.stream()
                .flatMap(line -> line.counts().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return !chart.equals("shades") || most == 0 ? 0 : (count * SHADES + most - 1) / most;
    }
}
