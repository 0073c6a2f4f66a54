namespace SigProp.Cli.Tests;

/// <summary>Training on a file that is not held in memory.</summary>
public sealed class StreamTests : CliTest
{
    [Fact]
    public void A_streamed_model_is_an_ordinary_one()
    {
        Outcome trained = Succeed($"train {{digits}} --label digit --out {{m.sigprop}} {Fast} --stream --shuffle-buffer 500 --seed 1");
        Assert.Contains("10 classes", trained.Out);
        Assert.Contains("epoch 8/8", trained.Error);
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {digits}").Out);
        Succeed("predict {m.sigprop} {digits} --out {p.csv}");
        string[] lines = File.ReadAllLines(PathOf("p.csv"));
        Assert.Equal(1798, lines.Length);
    }

    [Fact]
    public void Categories_weights_and_numbers_are_streamed_and_training_goes_on()
    {
        WriteAmounts("a.csv");
        Succeed($"train {{a.csv}} --target amount --drop id --weight weight --out {{m.sigprop}} {Fast} --stream --quiet --keep-state");
        Assert.Contains("as --drop says", Succeed("inspect {m.sigprop}").Out);
        Succeed($"train {{a.csv}} --target amount --weight weight --more {{m.sigprop}} --out {{n.sigprop}} --epochs 2 --stream --quiet");
    }

    [Fact]
    public void New_classes_are_added()
    {
        WriteMixed("a.csv");
        Succeed($"train {{a.csv}} --label kind --out {{m.sigprop}} {Fast} --stream --quiet");
        Write("b.csv", ["size,color,kind", .. Enumerable.Range(0, 60).Select(i => $"{i % 10},r,{(i % 2 == 0 ? "small" : "huge")}")]);
        Succeed("train {b.csv} --label kind --more {m.sigprop} --add-classes --out {n.sigprop} --epochs 2 --stream --quiet");
        Assert.Contains("huge", Succeed("inspect {n.sigprop}").Out);
    }

    [Fact]
    public void What_cannot_be_streamed_is_refused()
    {
        WriteMixed("a.csv");
        Refuse("train {a.csv} --label kind --out {m.sigprop} --shuffle-buffer 5", "--shuffle-buffer goes with --stream");
        Refuse("train {a.csv} --label kind --out {m.sigprop} --stream --shuffle-buffer -1", "--shuffle-buffer is -1");
        Refuse("train {a.csv} --out {m.sigprop} --stream", "--label is missing");
        Refuse("train {none.csv} --label kind --out {m.sigprop} --stream", "There is no file");
        Refuse("train {a.csv} --label kinds --out {m.sigprop} --stream", "has no column 'kinds'");
        Refuse("train {a.csv} --label kind --out {m.sigprop} --stream --flip", "are a table");
        Write("b.csv", "a,kind", "1,x", "2,y,3");
        Refuse("train {b.csv} --label kind --out {m.sigprop} --stream", "line 3", "3 values");
        Write("c.csv", ["a,kind", .. Enumerable.Range(0, 99).Select(i => $"{i % 7},{i}")]);
        Refuse("train {c.csv} --label kind --out {m.sigprop} --stream", "99 different values");
        File.WriteAllBytes(PathOf("i.bin"), new byte[3073]);
        Refuse("train {i.bin} --label kind --out {m.sigprop} --stream", "binary data");
    }
}
