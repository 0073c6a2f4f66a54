using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>Which classes are taken for which, and whether probabilities can be believed.</summary>
internal static class ReportAnswerFigures
{
    // With more classes a map of each candidate would make the page large and tell no more.
    private const int MostClassesForAll = 20, MostCells = 100, MostMixed = 5;

    public static void WriteConfusion(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        int classes = results.Classes.Count;
        CandidateSummary[] shown = [.. candidates.Where(c => c.Runs.Any(r => r.Confusion.Count == classes && classes > 0))];
        string some = "";
        if (classes > MostClassesForAll && shown.Length > 2 && results.Measures.Count > 0)
        {
            Quantity quantity = Quantity.Of(results.Measures[0]);
            CandidateSummary[] best = [quantity.BestOf(shown.Where(c => c.IsSignalPropagation)) ?? shown[0], quantity.BestOf(shown.Where(c => !c.IsSignalPropagation)) ?? shown[1]];
            shown = [.. best.Distinct()];
            some = " Drawn for the best by signal propagation and the best of the others.";
        }

        foreach (CandidateSummary candidate in shown)
        {
            int[][] counts = Sum(candidate.Runs.Where(r => r.Confusion.Count == classes).Select(r => r.Confusion), classes);
            (IReadOnlyList<string> names, int[][] cells, int each) = Merged(results.Classes, counts);
            var chart = new HeatMap
            {
                Label = $"Confusion matrix of {candidate.Name}: {Mixed(results.Classes, counts)}",
                RowLabel = "is",
                ColumnLabel = "predicted",
                Names = names,
                Cells = cells,
            };
            string merged = each > 1 ? $" Each cell is {each} by {each} classes." : "";
            ReportWriter.Figure(
                html, $"Confusion matrix of {candidate.Name}", chart,
                $"Right answers lie on the diagonal; each strong cell beside it is a mistake made often. Rows of all runs' tests together; shades are the root of a cell's part of its row.{merged}{some} {Mixed(results.Classes, counts)}");
        }
    }

    public static void WriteCalibration(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        var series = new List<Series>();
        foreach (CandidateSummary candidate in candidates)
        {
            CalibrationBin[] bins = Merged(candidate.Runs.Select(r => r.Calibration));
            double rows = bins.Sum(b => (double)b.Rows);
            if (rows > 0)
            {
                // ECE = sum over bins of (rows of bin / rows) |accuracy - confidence|  (Guo et al. 2017)
                double error = bins.Sum(b => b.Rows / rows * Math.Abs(b.Accuracy - b.Confidence));
                series.Add(new Series($"{candidate.Name} ({ReportNumber.Invariant(error, "0.000")})", candidate.Style,
                [
                    .. bins.Select(b => new SeriesPoint(
                        b.Confidence, b.Accuracy,
                        $"sure to {ReportNumber.Percent(b.Confidence)}, right in {ReportNumber.Percent(b.Accuracy)} of {ReportNumber.Count(b.Rows, "row", "rows")}")),
                ]));
            }
        }

        if (series.Count == 0)
        {
            return;
        }

        var chart = new LineChart
        {
            Label = $"Calibration; expected calibration error: {string.Join("; ", series.Select(s => s.Name))}",
            X = Axis.Of("how sure the answer is", [0, 1]),
            Y = Axis.Of("how often it is right", [0, 1]),
            Series = series,
            References = [new ReferenceLine(0, 0, 1, 1, "as sure as right")],
        };
        ReportWriter.Figure(
            html, "Calibration", chart,
            $"On the dashed diagonal answers are right as often as they are sure; below it they are too sure, above it too modest. In brackets the expected calibration error, 0 at best{(series.Count == 1 ? $": {series[0].Name}" : "")}. Bins with few rows jump.");
    }

    private static int[][] Sum(IEnumerable<IReadOnlyList<IReadOnlyList<int>>> runs, int classes)
    {
        int[][] sum = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        foreach (IReadOnlyList<IReadOnlyList<int>> run in runs)
        {
            for (int i = 0; i < classes; i++)
            {
                for (int j = 0; j < classes; j++)
                {
                    sum[i][j] += run[i][j];
                }
            }
        }

        return sum;
    }

    private static (IReadOnlyList<string> Names, int[][] Cells, int Each) Merged(IReadOnlyList<string> classes, int[][] counts)
    {
        int each = (classes.Count + MostCells - 1) / MostCells;
        if (each == 1)
        {
            return (classes, counts, 1);
        }

        int size = (classes.Count + each - 1) / each;
        int[][] cells = [.. Enumerable.Range(0, size).Select(_ => new int[size])];
        for (int i = 0; i < classes.Count; i++)
        {
            for (int j = 0; j < classes.Count; j++)
            {
                cells[i / each][j / each] += counts[i][j];
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => $"{classes[i * each]} …")], cells, each);
    }

    private static string Mixed(IReadOnlyList<string> classes, int[][] counts)
    {
        string[] mistakes =
        [
            .. (from i in Enumerable.Range(0, classes.Count)
                from j in Enumerable.Range(0, classes.Count)
                where i != j && counts[i][j] > 0
                orderby counts[i][j] descending, i, j
                select $"{classes[i]} for {classes[j]} ({counts[i][j]})").Take(MostMixed),
        ];
        return mistakes.Length == 0 ? "There was not one mistake." : $"Most often taken: {string.Join(", ", mistakes)}.";
    }

    private static CalibrationBin[] Merged(IEnumerable<IReadOnlyList<CalibrationBin>> runs) =>
    [
        .. from bin in runs.SelectMany(bins => bins.Select((bin, i) => (Place: i, Bin: bin)))
           where bin.Bin.Rows > 0
           group bin.Bin by bin.Place into bins
           orderby bins.Key
           let rows = bins.Sum(b => b.Rows)
           select new CalibrationBin(rows, bins.Sum(b => b.Rows * b.Confidence) / rows, bins.Sum(b => b.Rows * b.Accuracy) / rows),
    ];
}
