namespace SigProp.Cli.Tests;

/// <summary>Training goes on from a model.</summary>
public sealed class MoreTests : CliTest
{
    private const string Fast24 = "--hidden 24 --epochs 4 --quiet";

    [Fact]
    public void Training_in_two_runs_gives_the_network_of_one()
    {
        WriteMixed("a.csv");
        const string Same = "--schedule constant --validation 0 --quiet --seed 3";
        Succeed($"train {{a.csv}} --label kind --hidden 24 --epochs 5 {Same} --out {{one.sigprop}}");
        Succeed($"train {{a.csv}} --label kind --hidden 24 --epochs 2 {Same} --keep-state --out {{two.sigprop}}");
        Assert.Contains("done after epoch 5 of 5", Succeed($"train {{a.csv}} --more {{two.sigprop}} --epochs 3 {Same} --out {{three.sigprop}}").Out);
        Succeed("predict {one.sigprop} {a.csv} --out {one.csv}");
        Succeed("predict {three.sigprop} {a.csv} --out {three.csv}");
        Assert.Equal(File.ReadAllText(PathOf("one.csv")), File.ReadAllText(PathOf("three.csv")));
    }

    [Fact]
    public void A_model_that_kept_no_state_is_trained_further_with_its_own_optimizer()
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind {Fast24} --optimizer momentum --out {{m.sigprop}}");
        Succeed("train {a.csv} --more {m.sigprop} --epochs 2 --quiet --out {m.sigprop}");
        Assert.Contains("momentum", Succeed("inspect {m.sigprop}").Out);
    }

    [Fact]
    public void New_classes_are_added_where_that_is_asked_for()
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind {Fast24} --keep-state --out {{m.sigprop}}");
        Write("new.csv", ["size,color,kind", .. Enumerable.Range(0, 60).Select(i => $"{20 + (i % 5)},r,huge"), "1,r,small", "9,b,large"]);
        Refuse("train {new.csv} --more {m.sigprop} --out {n.sigprop}", "the class 'huge' is unknown");
        Succeed("train {new.csv} --more {m.sigprop} --add-classes --epochs 10 --quiet --out {n.sigprop}");
        Assert.Contains("Classes (3): large, small, huge", Succeed("inspect {n.sigprop}").Out);
        Succeed("evaluate {n.sigprop} {new.csv}");
        Assert.Contains("Classes (2): large, small", Succeed("inspect {m.sigprop}").Out);
    }

    [Fact]
    public void Numbers_are_learned_further()
    {
        WriteAmounts("a.csv");
        Succeed($"train {{a.csv}} --target amount --drop id,weight {Fast24} --keep-state --out {{m.sigprop}}");
        Succeed("train {a.csv} --more {m.sigprop} --epochs 2 --quiet --out {n.sigprop}");
        Refuse("train {a.csv} --more {m.sigprop} --label color --out {x.sigprop}", "predicts numbers");
        Refuse("train {a.csv} --more {m.sigprop} --add-classes --out {x.sigprop}", "--add-classes is for models that predict classes");
    }

    [Theory]
    [InlineData("--hidden 8", "--hidden goes with a new model")]
    [InlineData("--head vote", "--head goes with a new model")]
    [InlineData("--drop size", "--drop goes with a new model")]
    [InlineData("--loss distance", "--loss goes with a new model")]
    [InlineData("--optimizer sgd", "The state is that of the optimizer", "Leave --rule and --optimizer out")]
    [InlineData("--rule backprop", "The state is that of training by")]
    public void What_a_model_has_already_is_not_asked_for_again(string option, params string[] reasons)
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind {Fast24} --keep-state --out {{m.sigprop}}");
        Refuse($"train {{a.csv}} --more {{m.sigprop}} --out {{n.sigprop}} --quiet {option}", reasons);
    }

    [Fact]
    public void Classes_are_added_to_a_model_only()
    {
        WriteMixed("a.csv");
        Refuse("train {a.csv} --label kind --out {m.sigprop} --add-classes", "--add-classes goes with --more");
        Refuse("train {a.csv} --label kind --out {m.sigprop} --more {no.sigprop}", "There is no file");
    }
}
