namespace SigProp.Cli.Tests;

/// <summary>Images: files of CIFAR, convolutions, presets, variations.</summary>
public sealed class ImageTests : CliTest
{
    private const string Small = "--layers 'conv 4 s4, pool 4, dense 8' --epochs 4 --batch 8 --quiet";

    private static readonly string[] s_names =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    [Fact]
    public void Files_of_cifar_are_put_together_and_learned_by_their_names()
    {
        Images.WriteCifar(PathOf("a.bin"), 20);
        Images.WriteCifar(PathOf("b.bin"), 12);
        Write("batches.meta.txt", s_names);
        Assert.Contains("Learned from 28 rows (4 more held out): 3,072 features", Succeed($"train {{a.bin}},{{b.bin}} --out {{m.sigprop}} {Small} --validation 0.12").Out);
        string text = Succeed("inspect {m.sigprop}").Out;
        Assert.Contains("images of 3 x 32 x 32 pixels, each channel standardised", text);
        Assert.Contains("Classes (2): airplane, truck", text);
        Assert.Contains("convolution 4, 3 x 3, stride 4, padding 1, leaky-relu", text);
        Assert.Contains("rows          12", Succeed("evaluate {m.sigprop} {b.bin}").Out);
        Succeed("predict {m.sigprop} {a.bin},{b.bin} --out {p.csv}");
        string[] lines = File.ReadAllLines(PathOf("p.csv"));
        Assert.Equal((33, "predicted,p_airplane,p_truck"), (lines.Length, lines[0]));
    }

    [Fact]
    public void Classes_without_names_are_numbers()
    {
        Images.WriteCifar(PathOf("a.bin"), 20, labelBytes: 2);
        Succeed($"train {{a.bin}} --out {{m.sigprop}} {Small}");
        Assert.Contains("Classes (2): 0, 9", Succeed("inspect {m.sigprop}").Out);
    }

    [Theory]
    [InlineData("--layers 'conv 4 k5x3 s2 p2x1 bn, avgpool 2 s1, flatten, dense 8 bn dropout=0.1 activation=tanh loss=distance'",
        "convolution 4, 5 x 3, stride 2, padding 2 x 1, leaky-relu, batch norm", "average pooling 2, stride 1", "flatten",
        "dense 8, tanh, batch norm, dropout 0.1, loss distance")]
    [InlineData("--layers 'conv 4 k5, conv 4 g2 spatial-dropout 0.2, pool' --activation relu",
        "convolution 4, 5 x 5, padding 2, relu", "2 groups, relu, spatial dropout 0.2", "max pooling 2")]
    [InlineData("--preset conv --width 0.125", "convolution 4, 3 x 3, padding 1", "convolution 16", "dense 32, leaky-relu, batch norm")]
    [InlineData("--preset fc-2x800-dropout --width 0.01", "dense 8, leaky-relu, dropout 0.1")]
    [InlineData("--preset fc-3x1000-dropout --width 0.01", "dense 10, leaky-relu, dropout 0.1")]
    [InlineData("--hidden 8 --crop 1 --flip --cutout 3", "dense 8")]
    [InlineData("--layers 'conv 4, pool, dense 8' --sparse", "targets learned, sparse")]
    [InlineData("--layers 'conv 4, pool, dense 8' --generator target-input", "target-input")]
    public void Networks_for_images_are_as_asked_for(string options, params string[] shown)
    {
        Images.Write(PathOf(""), "a", count: 40, side: 8);
        Succeed($"train {{a-images-idx3-ubyte}} --out {{m.sigprop}} {options} --epochs 2 --batch 8 --quiet");
        string text = Succeed("inspect {m.sigprop}").Out;
        Assert.All(shown, part => Assert.Contains(part, text));
        Succeed("evaluate {m.sigprop} {a-images-idx3-ubyte}");
    }

    [Theory]
    [InlineData("--crop 2")]
    [InlineData("--flip")]
    [InlineData("--cutout 3")]
    public void Variations_change_what_is_learned(string option)
    {
        Images.Write(PathOf(""), "a", count: 40, side: 8);
        Succeed("train {a-images-idx3-ubyte} --out {a.sigprop} --hidden 8 --epochs 2 --quiet");
        Succeed($"train {{a-images-idx3-ubyte}} --out {{b.sigprop}} --hidden 8 --epochs 2 --quiet {option}");
        Succeed("predict {a.sigprop} {a-images-idx3-ubyte} --out {a.csv}");
        Succeed("predict {b.sigprop} {a-images-idx3-ubyte} --out {b.csv}");
        Assert.NotEqual(File.ReadAllText(PathOf("a.csv")), File.ReadAllText(PathOf("b.csv")));
    }

    [Theory]
    [InlineData("--layers ''", "--layers holds an empty layer")]
    [InlineData("--layers 'conv 4,,pool'", "empty layer")]
    [InlineData("--layers 'conv'", "its size is missing")]
    [InlineData("--layers 'conv x'", "'x' needs a whole number of at least 1")]
    [InlineData("--layers 'conv 4 k0'", "'k0' needs a whole number of at least 1")]
    [InlineData("--layers 'conv 4 k3x3x3'", "'k3x3x3' is no setting")]
    [InlineData("--layers 'conv 4 z3'", "'z3' is no setting")]
    [InlineData("--layers 'dense 4 k3'", "'k3' is no setting of this layer; it takes bn, dropout, activation and loss")]
    [InlineData("--layers 'conv 4, pool 2 k3'", "'k3' is no setting of this layer; it takes s (stride)")]
    [InlineData("--layers 'conv 4, flatten 3'", "'3' is no setting of this layer; it takes none")]
    [InlineData("--layers 'conv 4 k3 k5'", "'conv 4 k3 k5': 'k' is given twice")]
    [InlineData("--layers 'dense 4 bn bn'", "'bn' is given twice")]
    [InlineData("--layers 'conv 4 dropout 0.1 spatial-dropout 0.2'", "dropout and spatial-dropout exclude each other")]
    [InlineData("--layers 'dense 0'", "'0' needs a whole number")]
    [InlineData("--layers 'dense 8 dropout 1'", "'dropout' needs a number from 0 to below 1")]
    [InlineData("--layers 'dense 8 loss=cosine'", "'loss' needs one of dot, distance")]
    [InlineData("--layers 'lstm 8'", "there is no layer 'lstm'")]
    [InlineData("--layers 'pool, flatten'", "at least 1 dense layer or convolution")]
    [InlineData("--layers 'conv 4, pool 9'", "the pooling window of 9 x 9 is larger")]
    [InlineData("--layers 'dense 8' --hidden 8", "--hidden and --layers exclude each other")]
    [InlineData("--preset vgg8b", "is larger than its input")]
    [InlineData("--preset vgg8b --dropout 0.2", "--dropout goes with")]
    [InlineData("--preset conv --width 0", "--width is 0")]
    [InlineData("--width 0.5", "--width goes with --preset")]
    [InlineData("--preset resnet", "not 'resnet'")]
    [InlineData("--crop 8", "--crop is 8")]
    [InlineData("--cutout 9", "--cutout is 9")]
    [InlineData("--drop a", "--drop names columns")]
    [InlineData("--weight a", "--weight names columns")]
    [InlineData("--target a", "--target names a column")]
    [InlineData("--label a", "--label names a column")]
    public void What_cannot_be_made_of_images_is_refused(string options, string reason)
    {
        Images.Write(PathOf(""), "a", count: 20, side: 8);
        Refuse($"train {{a-images-idx3-ubyte}} --out {{m.sigprop}} {options}", reason);
    }

    [Theory]
    [InlineData("--layers 'conv 4, dense 8'", "need images")]
    [InlineData("--preset conv", "need images")]
    [InlineData("--flip", "--crop, --flip and --cutout vary images")]
    public void Tables_are_no_images(string options, string reason)
    {
        WriteMixed("a.csv");
        Refuse($"train {{a.csv}} --label kind --out {{m.sigprop}} {options}", reason);
    }

    [Fact]
    public void Files_of_cifar_that_are_none_are_refused()
    {
        Images.WriteCifar(PathOf("a.bin"), 4);
        File.WriteAllBytes(PathOf("b.bin"), new byte[100]);
        Refuse("train {b.bin} --out {m.sigprop}", "b.bin", "is no binary file of CIFAR");
        Refuse("train {a.bin},{b.bin} --out {m.sigprop}", "b.bin", "is no binary file of CIFAR");
        Refuse("train {a.bin},{c.bin} --out {m.sigprop}", "There is no file", "c.bin");
        Refuse("train {a.bin},{b.bin} --out {b.bin}", "is read");
        Refuse("train {a.bin} --out {m.sigprop} --labels {b.bin}", "--labels goes with IDX files");
        Images.Write(PathOf(""), "a", count: 20, side: 8);
        Succeed("train {a-images-idx3-ubyte} --out {m.sigprop} --hidden 8 --epochs 1 --quiet");
        Refuse("evaluate {m.sigprop} {a.bin}", "1 channel,");
    }
}
