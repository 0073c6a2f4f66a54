namespace SigProp.Comparison.Charts;

/// <summary>A square of cells, each the darker the more of its row it holds; those on the diagonal have a colour of their own.</summary>
internal sealed class HeatMap : Chart
{
    private const double MostName = 110, LeastCellWithText = 22, LeastLabel = 15;

    // Far fewer names can be read at a glance; with more, hints would make the page large for nothing.
    private const int MostWithHints = 30;

    /// <summary>What the rows are, beside them.</summary>
    public required string RowLabel { get; init; }

    /// <summary>What the columns are, above them.</summary>
    public required string ColumnLabel { get; init; }

    /// <summary>The names of rows and of columns.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>By row and column; none below 0.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Cells { get; init; }

    protected override double Draw(MarkupWriter svg)
    {
        double widest = Math.Min(MostName, Names.Max(ChartText.WidthOf));
        double left = Math.Max(widest + 8, 28), cell = Math.Min((Width - left - 4) / Names.Count, 60), side = cell * Names.Count;
        bool isUpright = widest > cell - 2;
        double top = 24 + (isUpright ? widest + 8 : 20);
        int every = (int)Math.Ceiling(LeastLabel / cell);

        svg.Add($"<text class=\"axis\" x=\"0\" y=\"14\">{RowLabel} ↓ {ColumnLabel} →</text>");
        for (int i = 0; i < Names.Count; i += every)
        {
            double middle = (i + 0.5) * cell;
            string name = ChartText.Fit(Names[i], widest);
            svg.Add($"<text class=\"tick\" text-anchor=\"end\" x=\"{left - 6}\" y=\"{top + middle + 4.5}\">{name}<title>{Names[i]}</title></text>");
            if (isUpright)
            {
                svg.Add($"<text class=\"tick\" transform=\"translate({left + middle + 4.5} {top - 6}) rotate(-90)\">{name}<title>{Names[i]}</title></text>");
            }
            else
            {
                svg.Add($"<text class=\"tick\" text-anchor=\"middle\" x=\"{left + middle}\" y=\"{top - 6}\">{name}<title>{Names[i]}</title></text>");
            }
        }

        svg.Add($"<path class=\"panel\" d=\"M{left} {top}h{side}v{side}h{-side}z\"/>");
        bool hasText = cell >= LeastCellWithText && Cells.Max(r => r.Max(c => ChartText.WidthOf($"{c}"))) <= cell - 2;
        for (int i = 0; i < Names.Count; i++)
        {
            DrawRow(svg, i, left, top, cell, hasText);
        }

        return top + side + 4;
    }

    private void DrawRow(MarkupWriter svg, int row, double left, double top, double cell, bool hasText)
    {
        double sum = Cells[row].Sum(c => (double)c), y = top + (row * cell);
        for (int j = 0; j < Names.Count; j++)
        {
            int count = Cells[row][j];
            if (count == 0)
            {
                continue;
            }

            // The root, or one mistake in a hundred could not be seen.
            double part = count / sum, shade = Math.Sqrt(part), x = left + (j * cell);
            svg.Add($"<rect class=\"{(row == j ? "right" : "wrong")}\" x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{cell}\" fill-opacity=\"{Math.Max(shade, 0.06)}\"");
            if (Names.Count <= MostWithHints)
            {
                svg.Add($"><title>{Names[row]} taken for {Names[j]}: {count} ({100 * part} %)</title></rect>");
            }
            else
            {
                svg.Add($"/>");
            }

            if (hasText)
            {
                svg.Add($"<text class=\"{(shade > 0.6 ? "over" : "tick")}\" text-anchor=\"middle\" x=\"{x + (cell / 2)}\" y=\"{y + (cell / 2) + 4.5}\">{count}</text>");
            }
        }
    }
}
