using System.Text;
using SigProp.Comparison;

namespace SigProp.Tests.Comparison;

/// <summary>Results come back from JSON as they were.</summary>
public sealed class ComparisonJsonTests
{
    private static readonly ComparisonRun s_run = new()
    {
        Seed = long.MaxValue,
        Split = 2,
        Measures = new Dictionary<string, double> { ["accuracy"] = 0.1 + 0.2, ["logLoss"] = double.NaN, ["R2"] = double.NegativeInfinity },
        TrainSeconds = 1.5,
        SamplesPerSecond = double.PositiveInfinity,
        SignalBytes = 1L << 40,
        Parameters = 7,
        Layers = [new LayerRun("layer1", 1e-7, 12)],
        Curve =
        [
            new CurvePoint { Epoch = 1, Seconds = 0.5, TrainingLosses = [new NamedValue("head", 0.25)], ValidationLoss = double.NaN },
            new CurvePoint { Epoch = 2, Seconds = 1, TrainingLosses = [], ValidationAccuracy = 1, Angles = [new NamedValue("loop", 89.5)] },
        ],
        Exits = [new ExitAccuracy("head", 0.875)],
        Confusion = [[3, 1], [0, 4]],
        Calibration = [new CalibrationBin(8, 0.9, 0.875)],
        SpikeRaster = "<svg xmlns=\"http://www.w3.org/2000/svg\">\n</svg>",
    };

    private static readonly ComparisonResults s_results = new()
    {
        Title = "Which \"rule\" learns digits, é?",
        Command = "sigprop compare",
        Made = new DateTime(2026, 11, 21, 13, 0, 0, DateTimeKind.Utc),
        Machine = "two cores",
        Data = "digits",
        Rows = 1797,
        Testing = "5 folds x 3 seeds",
        Classes = ["0", "1"],
        Measures = [new MeasureInfo("accuracy", "accuracy", true, true)],
        Candidates =
        [
            new CandidateResults
            {
                Name = "sp",
                About = "Signal propagation",
                Source = "section III",
                Constraints = LearningRuleConstraints.Of(LearningRuleKind.SyntheticGradients),
                Runs = [s_run, s_run with { Split = 3, SpikeRaster = null }],
                MemoryByDepth = [new DepthMemory(1, 10)],
                GradientAngles = [new AlignmentPoint(0, [new NamedValue("layer1", 88)])],
                PaperError = 1.71,
            },
            new CandidateResults { Name = "linear", About = "A linear model", Runs = [] },
        ],
        Notes = ["Nothing."],
    };

    [Fact]
    public void Results_come_back()
    {
        string json = Write(s_results);
        ComparisonResults read = Read(json);
        Assert.Equal(json, Write(read));
        ComparisonRun run = read.Candidates[0].Runs[0];
        Assert.Equal(s_run.Measures, run.Measures);
        Assert.Equal(s_run.Curve[0].ValidationLoss, run.Curve[0].ValidationLoss);
        Assert.Equal(s_run.SpikeRaster, run.SpikeRaster);
        Assert.Equal(s_run.Confusion, run.Confusion);
        Assert.Equal(s_results.Candidates[0].Constraints, read.Candidates[0].Constraints);
        Assert.Equal(DateTimeKind.Utc, read.Made.Kind);
        Assert.Equal(s_results.Made, read.Made);
        Assert.Null(read.Candidates[1].Constraints);
        Assert.False(read.IsRegression);
    }

    [Fact]
    public void Results_are_indented_and_in_camel_case()
    {
        string json = Write(s_results);
        Assert.Contains("\n  \"title\": ", json);
        Assert.Contains("\"logLoss\": \"NaN\"", json);
        Assert.Contains("\"R2\": \"-Infinity\"", json);
        Assert.DoesNotContain("isRegression", json);
    }

    [Fact]
    public void A_run_comes_back_from_one_line()
    {
        string json = ComparisonJson.WriteRun(s_run);
        Assert.DoesNotContain('\n', json);
        ComparisonRun run = ComparisonJson.ReadRun(json);
        Assert.Equal(json, ComparisonJson.WriteRun(run));
        Assert.Equal(s_run.Measures, run.Measures);
        Assert.Equal(s_run.Seed, run.Seed);
        Assert.Equal(double.PositiveInfinity, run.SamplesPerSecond);
    }

    [Fact]
    public void Damage_is_told()
    {
        string json = Write(s_results);
        for (int length = 0; length < json.Length - 1; length += 37)
        {
            Assert.StartsWith("The results of a comparison cannot be read: ", Refused(json[..length]), StringComparison.Ordinal);
        }

        Assert.Contains("title", Refused(json.Replace("\"title\"", "\"tittle\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("machine", Refused(json.Replace("\"two cores\"", "null", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("classes holds a null", Refused(json.Replace("\"0\"", "null", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("rows", Refused(json.Replace("1797", "1797.5", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("the JSON is null", Refused("null"), StringComparison.Ordinal);
        Refused(json + "}");
        Assert.Contains("run", Assert.Throws<FormatException>(() => ComparisonJson.ReadRun("[]")).Message, StringComparison.Ordinal);
        Assert.Contains("layers holds a null", Assert.Throws<FormatException>(() => ComparisonJson.ReadRun(
            ComparisonJson.WriteRun(s_run with { Layers = [null!] }))).Message, StringComparison.Ordinal);
    }

    private static string Refused(string json) => Assert.Throws<FormatException>(() => Read(json)).Message;

    private static string Write(ComparisonResults results)
    {
        using var stream = new MemoryStream();
        ComparisonJson.Write(stream, results);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ComparisonResults Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return ComparisonJson.Read(stream);
    }
}
