using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SigProp.Comparison;

namespace SigProp.Tests.Comparison;

public sealed partial class ComparisonReportTests
{
    public static TheoryData<string> Kinds => [.. Results.Keys];

    private static Dictionary<string, ComparisonResults> Results => new()
    {
        ["two rules"] = Comparisons.Of(),
        ["many classes"] = Comparisons.Of(classes: 100),
        ["very many classes"] = Comparisons.Of(classes: 250, candidates: 4),
        ["many candidates"] = Comparisons.Of(candidates: 16),
        ["one run"] = Comparisons.Of(runs: 1),
        ["many epochs"] = Comparisons.Of(epochs: 2000),
        ["one candidate"] = Comparisons.Of(candidates: 1),
        ["no candidate"] = Comparisons.Of(candidates: 0),
        ["regression"] = Comparisons.Regression(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_chart_is_well_formed_and_lies_in_its_view_box(string kind)
    {
        foreach (XElement svg in Charts(ComparisonReport.ToHtml(Results[kind])))
        {
            Assert.NotEmpty(svg.Attribute("aria-label")!.Value);
            double[] box = Numbers(svg.Attribute("viewBox")!.Value);
            Assert.All(svg.Descendants().Attributes("x").Concat(svg.Descendants().Attributes("cx")), a => Assert.InRange(Numbers(a.Value)[0], 0, box[2]));
            Assert.All(svg.Descendants().Attributes("y").Concat(svg.Descendants().Attributes("cy")), a => Assert.InRange(Numbers(a.Value)[0], 0, box[3]));
            foreach (double[] place in svg.Descendants().Attributes("transform").Select(a => Numbers(a.Value)))
            {
                Assert.InRange(place[0], 0, box[2]);
                Assert.InRange(place[1], 0, box[3]);
            }

            foreach (XElement line in svg.Descendants().Where(e => (string?)e.Attribute("class") == "line" && !e.Attribute("d")!.Value.Contains('h', StringComparison.Ordinal)))
            {
                double[] numbers = Numbers(line.Attribute("d")!.Value);
                Assert.All(numbers.Where((_, i) => i % 2 == 0), x => Assert.InRange(x, 0, box[2]));
                Assert.All(numbers.Where((_, i) => i % 2 == 1), y => Assert.InRange(y, 0, box[3]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_page_needs_nothing_else_and_is_not_large(string kind)
    {
        string html = ComparisonReport.ToHtml(Results[kind]);
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.True(html.Length < 3_000_000, $"{html.Length} characters");
    }

    [Fact]
    public void All_that_is_found_out_is_in_the_page()
    {
        string html = ComparisonReport.ToHtml(Comparisons.Of());
        Assert.All(
            ["answer", "results", "constraints", "scores", "learning", "layers", "answers", "alignment", "spikes", "notes", "again"],
            id => Assert.Contains($"<section id=\"{id}\">", html, StringComparison.Ordinal));
        Assert.Contains("Updates of sp beside backpropagation", html, StringComparison.Ordinal);
        Assert.Contains("0.9000<", html, StringComparison.Ordinal);
        Assert.Contains("± 0.0200", html, StringComparison.Ordinal);
        Assert.Contains("1.25 %", html, StringComparison.Ordinal);
        Assert.Contains("layer to layer", html, StringComparison.Ordinal);
        Assert.Contains("2025-11-21 09:05 UTC", html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<figure").Length, html.Split("<figcaption>").Length);
    }

    [Fact]
    public void Sections_with_nothing_in_them_are_left_out()
    {
        ComparisonResults full = Comparisons.Of();
        string html = ComparisonReport.ToHtml(full with
        {
            Command = null,
            Notes = [],
            Candidates = [.. full.Candidates.Select(c => c with { Constraints = null, MemoryByDepth = [], GradientAngles = [], Runs = [.. c.Runs.Select(Comparisons.Bare)] })],
        });
        Assert.Equal(["answer", "results", "scores"], Sections().Matches(html).Select(m => m.Groups[1].Value));
        Assert.DoesNotContain("<div class=\"figures\">\n</div>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_has_its_own_measures_and_no_classes()
    {
        string html = ComparisonReport.ToHtml(Comparisons.Regression());
        Assert.Contains("RMSE", html, StringComparison.Ordinal);
        Assert.Contains("12346.7", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onfusion", html, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"answers\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_win_beyond_the_spread_is_called_one()
    {
        string html = ComparisonReport.ToHtml(Comparisons.Of(ahead: 0.2));
        Assert.Contains("<strong>bp</strong> has the best accuracy", html, StringComparison.Ordinal);
        Assert.Contains("It is 0.2000 ahead of sp", html, StringComparison.Ordinal);
        Assert.Contains("ahead in 3 of 3 pairs", html, StringComparison.Ordinal);
        Assert.Contains("loses on accuracy", html, StringComparison.Ordinal);
        Assert.Contains("wins on training time, time a sample, signal memory", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.01, 3, "No clear winner.")]
    [InlineData(0.0, 3, "No winner.")]
    [InlineData(0.2, 1, "One run each does not tell how much chance does")]
    public void A_win_that_may_be_chance_is_called_that(double ahead, int runs, string words)
    {
        string html = ComparisonReport.ToHtml(Comparisons.Of(ahead, runs: runs));
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("more than the spread between runs", html, StringComparison.Ordinal);
        Assert.DoesNotContain("loses on accuracy", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_the_data_are_text_and_no_markup()
    {
        string html = ComparisonReport.ToHtml(Comparisons.Of());
        Assert.Contains("Rules &lt;compared&gt; &amp; &quot;drawn&quot;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;\uFFFD", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<rule>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"1\"/>")]
    [InlineData("<svg")]
    [InlineData("<p/>")]
    public void A_raster_that_is_no_drawing_is_left_out(string raster)
    {
        ComparisonResults results = Comparisons.Of(candidates: 1);
        CandidateResults candidate = results.Candidates[0];
        string html = ComparisonReport.ToHtml(results with { Candidates = [candidate with { Runs = [.. candidate.Runs.Select(r => r with { SpikeRaster = raster })] }] });
        Assert.DoesNotContain("id=\"spikes\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onload", html, StringComparison.Ordinal);
        Assert.DoesNotContain("script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_results_give_the_same_page_in_any_culture()
    {
        string expected = ComparisonReport.ToHtml(Comparisons.Of());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, ComparisonReport.ToHtml(Comparisons.Of()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<XElement> Charts(string html) => ChartElements().Matches(html).Select(m => XElement.Parse(m.Value));

    private static double[] Numbers(string text) => [.. NumberText().Matches(text).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex("<svg [^>]*class=\"chart\".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex ChartElements();

    [GeneratedRegex("-?[0-9]+(\\.[0-9]+)?")]
    private static partial Regex NumberText();

    [GeneratedRegex("<section id=\"([a-z]+)\">")]
    private static partial Regex Sections();
}
