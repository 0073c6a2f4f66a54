using System.Text.Json;

namespace SigProp.Cli.Tests;

/// <summary>Generators, losses, heads and early exits of the method's framework.</summary>
public sealed class FrameworkTests : CliTest
{
    private const string Small = "--hidden 24,24 --epochs 6 --quiet";

    [Theory]
    [InlineData("--generator target-input", "targets learned, target-input", "loss pairs-label")]
    [InlineData("--generator target-input --targets fixed --loss pairs-max-all", "targets fixed, target-input", "loss pairs-max-all")]
    [InlineData("--generator loop --loss pairs-max-one", "targets learned, loop", "loss pairs-max-one")]
    [InlineData("--generator corrected-loop --eta 0.5 --loss pairs-top-k --top-k 2", "corrected-loop eta 0.5", "loss pairs-top-k 2")]
    [InlineData("--sparse", "targets learned, sparse", "head classifier")]
    [InlineData("--sparse 3 --loss distance", "targets learned, sparse 3", "loss distance")]
    [InlineData("--loss pairs-label", "loss pairs-label", "exits yes")]
    [InlineData("--head vote", "head vote", "exits yes")]
    [InlineData("--head nearest", "head nearest-target", "exits yes")]
    [InlineData("--head nearest --tree", "head nearest-target, tree", "exits yes")]
    [InlineData("--head nearest --tree-budget 2", "tree budget 2", "exits yes")]
    [InlineData("--class-weights balanced", "head classifier", "class weights  balanced")]
    [InlineData("--no-calibration", "head classifier", "calibration    no")]
    [InlineData("--threads 2 --pipeline on", "samples/s, 2 groups of layers in parallel")]
    public void Networks_are_as_asked_for(string options, params string[] shown)
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind --out {{m.sigprop}} {Small} {options}");
        string text = Succeed("inspect {m.sigprop}").Out;
        Assert.All(shown, part => Assert.Contains(part, text));
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {a.csv}").Out);
    }

    [Theory]
    [InlineData("--class-weights balanced")]
    [InlineData("--no-calibration")]
    [InlineData("--weight size")]
    public void Options_of_training_change_probabilities(string option)
    {
        string[] rows = [.. Enumerable.Range(0, 600).Select(i => $"{i % 10},{"rgb"[i % 3]},{(i * 7919 % 100 < 70 + (i % 10) ? "small" : "large")}")];
        Write("a.csv", ["size,color,kind", .. rows]);
        Succeed("train {a.csv} --label kind --drop size --hidden 16 --epochs 4 --quiet --out {a.sigprop}");
        string drop = option.Contains("size", StringComparison.Ordinal) ? "" : "--drop size";
        Succeed($"train {{a.csv}} --label kind {drop} --hidden 16 --epochs 4 --quiet --out {{b.sigprop}} {option}");
        Succeed("predict {a.sigprop} {a.csv} --out {a.txt}");
        Succeed("predict {b.sigprop} {a.csv} --out {b.txt}");
        Assert.NotEqual(File.ReadAllText(PathOf("a.txt")), File.ReadAllText(PathOf("b.txt")));
    }

    [Fact]
    public void Early_exits_are_measured_for_several_margins_or_one()
    {
        Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Small}");
        string text = Succeed("evaluate {m.sigprop} {digits} --confidence --json {e.json}").Out;
        Assert.Contains("mean layers", text);
        JsonElement[] early = [.. Json("e.json").GetProperty("earlyExits").EnumerateArray()];
        Assert.Equal(5, early.Length);
        double[] layers = [.. early.Select(e => e.GetProperty("meanLayers").GetDouble())];
        Assert.Equal(layers.Order(), layers);
        Assert.All(layers, mean => Assert.InRange(mean, 1, 2));
        Succeed("evaluate {m.sigprop} {digits} --confidence 0.9 --json {e.json}");
        double accuracy = Assert.Single(Json("e.json").GetProperty("earlyExits").EnumerateArray()).GetProperty("accuracy").GetDouble();

        Succeed("predict {m.sigprop} {digits} --confidence 0.9 --out {p.csv}");
        string[][] predicted = [.. File.ReadLines(PathOf("p.csv")).Select(l => l.Split(','))];
        Assert.Equal(["predicted", "layer"], predicted[0][..2]);
        Assert.All(predicted[1..], p => Assert.Contains(p[1], new[] { "1", "2", "head" }));
        string[] labels = [.. File.ReadLines(Digits).Skip(1).Select(l => l[(l.LastIndexOf(',') + 1)..])];
        Assert.Equal(accuracy, labels.Zip(predicted[1..]).Count(p => p.First == p.Second[0]) / (double)labels.Length, 1e-12);
    }

    [Fact]
    public void A_tree_that_errs_says_how_often()
    {
        Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Small} --head nearest --tree-budget 2");
        Assert.Contains("By the tree: accuracy", Succeed("evaluate {m.sigprop} {digits} --json {e.json}").Out);
        JsonElement tree = Json("e.json").GetProperty("tree");
        Assert.InRange(tree.GetProperty("meanComparisons").GetDouble(), 1, 9);
        Assert.InRange(tree.GetProperty("differs").GetDouble(), 0.001, 0.999);
        Succeed("predict {m.sigprop} {digits} --out {p.csv}");
        string[] labels = [.. File.ReadLines(Digits).Skip(1).Select(l => l[(l.LastIndexOf(',') + 1)..])];
        string[] found = [.. File.ReadLines(PathOf("p.csv")).Skip(1).Select(l => l.Split(',')[0])];
        Assert.Equal(tree.GetProperty("accuracy").GetDouble(), labels.Zip(found).Count(p => p.First == p.Second) / (double)labels.Length, 1e-12);

        Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Small} --head nearest --tree");
        Succeed("evaluate {m.sigprop} {digits} --json {e.json}");
        Assert.InRange(Json("e.json").GetProperty("tree").GetProperty("differs").GetDouble(), 0, 0.001);
    }

    [Theory]
    [InlineData("--generator shared", "--generator shared sends the target through the first layer")]
    [InlineData("--generator target-input --loss dot", "the loss dot compares with a target for each class", "choose pairs-label")]
    [InlineData("--generator target-input --head nearest", "--head nearest-target needs a target for each class", "choose classifier")]
    [InlineData("--generator loop --sparse", "loop makes targets of the first layer's shape", "only target-only can be --sparse")]
    [InlineData("--generator luck", "not 'luck'")]
    [InlineData("--eta 2", "--eta goes with --generator corrected-loop")]
    [InlineData("--generator corrected-loop --eta -1", "--eta is -1")]
    [InlineData("--sparse 25", "--sparse is 25; the first layer has 24 units")]
    [InlineData("--sparse -1", "--sparse is -1")]
    [InlineData("--sparse x", "--sparse takes a whole number, not 'x'")]
    [InlineData("--top-k 2", "--top-k goes with --loss pairs-top-k")]
    [InlineData("--loss pairs-top-k --top-k 0", "--top-k is 0")]
    [InlineData("--loss pairs-top-k --top-k 100 --batch 32", "--top-k is 100; a batch of 32 rows")]
    [InlineData("--tree", "--tree is given; only a classifier with the head nearest-target")]
    [InlineData("--head nearest --tree --tree-budget 3", "--tree-budget goes with no --tree")]
    [InlineData("--head nearest --tree-budget 0", "--tree-budget is 0")]
    [InlineData("--head nearest --tree-budget -1", "--tree-budget is -1; it must be at least 1.")]
    [InlineData("--class-weights some", "none or balanced, not 'some'")]
    [InlineData("--pipeline some", "auto, on or off, not 'some'")]
    [InlineData("--pipeline on --threads 1", "--pipeline is on; pipelined training needs at least 2 threads, and --threads is 1", "Choose auto or off")]
    [InlineData("--pipeline on --rule backprop", "--pipeline is on", "backprop waits for the error of the layers above", "--rule sigprop")]
    [InlineData("--precision double", "single or half, not 'double'")]
    [InlineData("--precision half --rule backprop", "--precision is half", "Choose single, or --rule sigprop")]
    [InlineData("--precision half --pipeline on", "--precision is half and", "--pipeline auto or off, or --precision single")]
    [InlineData("--precision half --generator loop", "--precision is half", "Choose single, or other targets")]
    public void What_does_not_go_together_is_refused(string options, params string[] keyWords)
    {
        WriteMixed("a.csv");
        Refuse($"train {{a.csv}} --label kind --out {{m.sigprop}} {Small} {options}", keyWords);
    }

    [Fact]
    public void A_network_learns_in_16_bits()
    {
        Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Small} --precision half");
        string told = Succeed("inspect {m.sigprop}").Out;
        Assert.Matches("precision +half", told);
        Assert.Matches("weight memory +[0-9]", told);
    }

    [Fact]
    public void Confidence_needs_layers_that_answer()
    {
        WriteMixed("a.csv");
        Succeed("train {a.csv} --label kind --hidden 8 --epochs 1 --quiet --rule backprop --out {b.sigprop}");
        Refuse("evaluate {b.sigprop} {a.csv} --confidence", "only the rule sigprop");
        Succeed("train {a.csv} --label kind --hidden 8 --epochs 1 --quiet --out {s.sigprop}");
        Refuse("evaluate {s.sigprop} {a.csv} --confidence 2", "--confidence is 2");
        Refuse("predict {s.sigprop} {a.csv} --out {p.csv} --confidence 0.5 --exit 1", "exclude each other");
        Succeed("train {a.csv} --target size --hidden 8 --epochs 1 --quiet --out {n.sigprop}");
        Refuse("evaluate {n.sigprop} {a.csv} --confidence", "this one predicts numbers");
    }

    private JsonElement Json(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return json.RootElement.Clone();
    }
}
