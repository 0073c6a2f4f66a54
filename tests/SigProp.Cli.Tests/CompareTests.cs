using System.Text.Json;

namespace SigProp.Cli.Tests;

/// <summary>Rules are compared on the same rows.</summary>
public sealed class CompareTests : CliTest
{
    private const string Quick = "--hidden 16 --epochs 2 --quiet";

    [Fact]
    public void Layers_learn_in_parallel_where_the_rule_allows_it()
        => Succeed($"compare {{digits}} --label digit --rules sigprop,backprop,shallow --folds 2 --threads 2 --pipeline on {Fast}");

    [Fact]
    public void All_rules_are_measured_in_folds()
    {
        Outcome outcome = Succeed($"compare {{digits}} --label digit --rules sigprop,backprop,shallow --folds 2 --json {{c.json}} {Fast}");
        Assert.Contains("±", outcome.Out);
        Assert.Contains("sigprop 2/2: accuracy", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("c.json")));
        JsonElement[] results = [.. json.RootElement.GetProperty("candidates").EnumerateArray()];
        Assert.Equal(["sigprop", "backprop", "shallow", "logistic", "majority"], results.Select(r => r.GetProperty("name").GetString()));
        Assert.All(results, r => Assert.Equal(2, r.GetProperty("runs").GetArrayLength()));
        Assert.All(results, r => Assert.Equal(["accuracy", "logLoss", "macroF1"], r.GetProperty("means").EnumerateObject().Select(p => p.Name)));
        double[] accuracies = [.. results.Select(r => r.GetProperty("means").GetProperty("accuracy").GetDouble())];
        Assert.True(accuracies[0] > accuracies[2] && accuracies[2] > accuracies[4], string.Join(' ', accuracies));
        Assert.True(accuracies[3] > 0.9, $"{accuracies[3]}");
        Assert.InRange(accuracies[4], 0.08, 0.12);
    }

    [Fact]
    public void A_test_file_takes_the_place_of_folds()
    {
        WriteMixed("train.csv");
        WriteMixed("test.csv", rows: 40);
        Outcome outcome = Succeed("compare {train.csv} --label kind --test {test.csv} --rules sigprop --hidden 24 --epochs 30 --quiet");
        Assert.Equal("", outcome.Error);
        Assert.DoesNotContain("±", outcome.Out);
        string[] lines = outcome.Out.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));

        Write("other.csv", "size,color,kind", "1,r,medium");
        Refuse("compare {train.csv} --label kind --test {other.csv}", "line 2", "'medium' is unknown");
    }

    [Fact]
    public void The_encoding_is_learned_from_the_training_rows_alone()
    {
        // The value 'tell' occurs in the test file only: had it been seen, a feature of its own would have to exist.
        WriteMixed("train.csv");
        Write("test.csv", "size,color,kind", "1,tell,small", "8,tell,large");
        Succeed("compare {train.csv} --label kind --test {test.csv} --rules sigprop --hidden 24 --epochs 30 --quiet --json {a.json}");
        Write("test.csv", "size,color,kind", "1,,small", "8,,large");
        Succeed("compare {train.csv} --label kind --test {test.csv} --rules sigprop --hidden 24 --epochs 30 --quiet --json {b.json}");
        Assert.Equal(LogLoss("a.json"), LogLoss("b.json"));
    }

    [Fact]
    public void Training_that_diverges_is_told_in_a_sentence()
    {
        WriteMixed("train.csv");
        Outcome outcome = Run("compare {train.csv} --label kind --json {c.json} --optimizer sgd --learning-rate 1e30 --activation identity --quiet");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("diverged", outcome.Error);
        Assert.Contains("--clip-norm 1", outcome.Error);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Equal(["train.csv"], Files());
    }

    [Fact]
    public void The_page_has_everything_in_it()
    {
        Outcome outcome = Succeed($"compare {{digits}} --label digit --rules sp,bp,fa --folds 2 --seeds 2 --report {{r.html}} --json {{c.json}} {Quick}");
        Assert.Contains("What each asks of a network", outcome.Out);
        Assert.Contains("2 folds with 2 seeds each", outcome.Out);
        string page = File.ReadAllText(PathOf("r.html"));
        Assert.All(["sigprop", "backprop", "fa", "logistic", "majority", "<svg", "Lillicrap"], text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Equal(["c.json", "r.html", "r.html.runs"], Files());
    }

    [Fact]
    public void What_was_finished_is_not_made_again()
    {
        WriteMixed("a.csv");
        string line = $"compare {{a.csv}} --label kind --folds 2 --json {{c.json}} {Quick}";
        Assert.DoesNotContain("kept from before", Succeed($"{line} --rules sigprop").Out);
        string first = File.ReadAllText(PathOf("c.json"));
        Assert.Contains("6 runs were kept from before", Succeed($"{line} --rules sigprop,backprop").Out);

        // The last run was cut short while it was written.
        string runs = File.ReadAllText(PathOf("c.json.runs"));
        File.WriteAllText(PathOf("c.json.runs"), runs[..^40]);
        Assert.Contains("7 runs were kept from before", Succeed($"{line} --rules sigprop,backprop").Out);
        Assert.Contains("8 runs were kept from before", Succeed($"{line} --rules sigprop,backprop").Out);
        Succeed($"{line} --rules sigprop");
        Assert.Equal(Measured(first), Measured(File.ReadAllText(PathOf("c.json"))));

        // Other options, or other data, make other runs.
        Assert.DoesNotContain("kept from before", Succeed($"{line} --rules sigprop --learning-rate 0.002").Out);
        WriteMixed("a.csv", rows: 100);
        Assert.DoesNotContain("kept from before", Succeed($"{line} --rules sigprop").Out);
        Assert.DoesNotContain("kept from before", Succeed($"{line} --rules sigprop --fresh").Out);
    }

    [Fact]
    public void One_that_is_stopped_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StopAt(stop, "sigprop 1/2: accuracy");
        Outcome outcome = Run($"compare {{digits}} --label digit --folds 2 --json {{c.json}} --hidden 16 --epochs 2", error, stop.Token);
        Assert.Equal((130, ""), (outcome.Code, outcome.Out));
        Assert.Contains("1 finished run is kept in", error.ToString());
        Assert.Equal(["c.json.runs"], Files());
        Assert.Contains("1 run was kept from before", Succeed("compare {digits} --label digit --folds 2 --json {c.json} --hidden 16 --epochs 2 --quiet").Out);
    }

    [Fact]
    public void Other_labels_of_the_same_images_make_other_runs()
    {
        Images.Write(PathOf("."), "train", count: 60, side: 8);
        string line = $"compare {{train-images-idx3-ubyte}} --folds 2 --json {{c.json}} {Quick}";
        Succeed(line);
        Assert.Contains("kept from before", Succeed(line).Out);
        byte[] labels = File.ReadAllBytes(PathOf("train-labels-idx1-ubyte"));
        File.WriteAllBytes(PathOf("other"), labels);
        labels[^1] = 3;
        File.WriteAllBytes(PathOf("train-labels-idx1-ubyte"), labels);
        Assert.DoesNotContain("kept from before", Succeed(line).Out);

        // They are read, so results do not replace them.
        Assert.Contains("is read", Run($"compare {{train-images-idx3-ubyte}} --labels {{other}} --folds 2 --json {{other}} {Quick}").Error);
        Assert.Contains("is read", Run($"compare {{train-images-idx3-ubyte}} --folds 2 --json {{train-labels-idx1-ubyte}} {Quick}").Error);
    }

    [Fact]
    public void A_fresh_start_that_is_refused_leaves_what_was_finished()
    {
        WriteMixed("a.csv");
        string line = $"compare {{a.csv}} --label kind --folds 2 --json {{c.json}} {Quick}";
        Succeed(line);
        Assert.Equal(2, Run("compare {a.csv} --label kind --folds 2 --json {c.json} --fresh --preset conv --quiet").Code);
        Assert.Contains("kept from before", Succeed(line).Out);
    }

    [Fact]
    public void One_that_is_stopped_counts_no_runs_of_others()
    {
        Succeed("compare {digits} --label digit --folds 2 --json {c.json} --hidden 8 --epochs 1 --quiet");
        using var stop = new CancellationTokenSource();
        using var error = new StopAt(stop, "sigprop 1/2: accuracy");
        Run("compare {digits} --label digit --folds 2 --json {c.json} --hidden 16 --epochs 2", error, stop.Token);
        Assert.Contains("1 finished run is kept in", error.ToString());
    }

    [Fact]
    public void Updates_are_compared_with_gradients()
    {
        string text = Succeed($"compare {{digits}} --label digit --rules sigprop,backprop --test-part 0.2 --study alignment --no-yardsticks {Quick}").Out;
        Assert.Matches("backprop +0 +0\\.0 +0\\.0|backprop +0 +0\\.0", text);
        Assert.Matches("sigprop +2 +[0-9.]+", text);
        string line = $"compare {{digits}} --label digit --rules sigprop,shallow --test-part 0.2 --study alignment --no-yardsticks --json {{c.json}} {Quick}";
        Assert.Contains("Not in the study of alignment: shallow", Succeed(line).Out);
        Assert.Contains("3 runs were kept", Succeed(line).Out);
    }

    [Fact]
    public void Every_rule_of_every_kind_of_network_is_compared()
    {
        string layers = Succeed($"compare {{digits}} --label digit --rules sp,bp,fa,dfa,ll-bp,ll-fa,shallow,dtp,efp,sg,sp-sparse --test-part 0.5 --json {{c.json}} {Quick}").Out;
        Assert.All(["ll-fa", "dtp", "sp-sparse"], rule => Assert.Contains($"\n{rule} ", layers.ReplaceLineEndings("\n")));
        string others = Succeed($"compare {{digits}} --label digit --model spiking,continuous --rules sp-surrogate,sp-voltage,bptt,shallow,sp,ep --test-part 0.5 {Quick}").Out;
        Assert.All(["spiking sp-voltage", "spiking bptt", "spiking shallow", "spiking sigprop", "continuous", "continuous ep"], name =>
            Assert.Contains($"\n{name} ", others.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("--rules ep", "--rules names ep, which goes with --model continuous")]
    [InlineData("--rules bptt,sp", "which goes with --model spiking")]
    [InlineData("--seeds 0", "--seeds is 0")]
    [InlineData("--report {r.txt}", "a name that ends with .html")]
    [InlineData("--fresh", "--fresh goes with --report or --json")]
    [InlineData("--study depth", "--study takes")]
    [InlineData("--rules shallow --study alignment", "--study alignment compares the updates of layers")]
    [InlineData("--rules bp,fa --pipeline on", "--pipeline is on, and of these rules none")]
    [InlineData("--rules bp --precision half", "--precision is half, and of these rules none")]
    [InlineData("--report {r.html} --json {r.html}", "both name")]
    [InlineData("--report {no/r.html}", "There is no folder")]
    [InlineData("--rules ll-bp,sigprop --hidden 8 --threads 2 --precision half", "ll-bp")]
    public void What_cannot_be_compared_is_refused_before_anything_is_trained(string options, string keyWords)
    {
        WriteMixed("a.csv");
        if (keyWords == "ll-bp")
        {
            // A rule that stays at 32 bits is no reason to refuse.
            Succeed($"compare {{a.csv}} --label kind --folds 2 --epochs 1 --quiet {options}");
            return;
        }

        Refuse($"compare {{a.csv}} --label kind {options}", keyWords);
    }

    [Fact]
    public void A_rule_that_needs_classes_is_refused_for_numbers_by_its_name()
    {
        WriteAmounts("a.csv");
        Refuse("compare {a.csv} --target amount --rules sigprop,ll-bp", "ll-bp: ");
    }

    private static string Measured(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return string.Join('\n', document.RootElement.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("means").GetRawText()));
    }

    private double LogLoss(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return json.RootElement.GetProperty("candidates")[0].GetProperty("means").GetProperty("logLoss").GetDouble();
    }
}
