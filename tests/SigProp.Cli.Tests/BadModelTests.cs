using System.Buffers.Binary;

namespace SigProp.Cli.Tests;

/// <summary>Models that are damaged, or do not go with the data, are refused.</summary>
public sealed class BadModelTests : CliTest
{
    [Fact]
    public void A_damaged_model_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TrainDigits());
        RefuseModel(whole[..50], "cut short");
        RefuseModel(whole[..^1000], "cut short");
        RefuseModel([.. whole[..^9], (byte)(whole[^9] ^ 1), .. whole[^8..]], "damaged");
        RefuseModel([.. whole[..200], (byte)(whole[200] ^ 1), .. whole[201..]], "damaged");
        RefuseModel([], "not a SigProp model");
        RefuseModel([.. "a,b\n1,2\n"u8], "not a SigProp model");
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(8), 99);
        RefuseModel(whole, "version 99");
    }

    [Fact]
    public void Data_that_lack_what_the_model_needs_are_refused()
    {
        WriteMixed("train.csv");
        Succeed($"train {{train.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
        WriteMixed("renamed.csv", header: "sizes,color,kind");
        Refuse("evaluate {m.sigprop} {renamed.csv}", "'size' (nearest there: 'sizes')");
        Refuse("predict {m.sigprop} {renamed.csv} --out {p.csv}", "'size' (nearest there: 'sizes')");
        Write("text.csv", "size,color,kind", "1,r,small", "tall,g,large");
        Refuse("predict {m.sigprop} {text.csv} --out {p.csv}", "line 3, column 'size': 'tall' is not a number");
        Write("unseen.csv", "size,color,kind", "1,r,small", "2,g,medium");
        Refuse("evaluate {m.sigprop} {unseen.csv}", "line 3, column 'kind': the class 'medium' is unknown", "'large', 'small'");
        WriteMixed("unlabelled.csv", header: "size,color,other");
        Refuse("evaluate {m.sigprop} {unlabelled.csv}", "no column 'kind'");
        Refuse("evaluate {m.sigprop} {train.csv} --exit 2", "--exit is 2", "1 to 1");
        Refuse("predict {m.sigprop} {train.csv} --out {m.sigprop}", "is read");
    }

    [Fact]
    public void A_row_that_the_network_has_no_answer_to_is_refused_with_its_place()
    {
        WriteMixed("train.csv");
        Succeed("train {train.csv} --label kind --out {m.sigprop} --hidden 8 --epochs 1 --learning-rate 30 --quiet");
        Write("huge.csv", "size,color,kind", "1,r,small", "3e38,g,large");
        Refuse("predict {m.sigprop} {huge.csv} --out {p.csv}", "huge.csv', line 3: the row's numbers are too large");
        Refuse("evaluate {m.sigprop} {huge.csv}", "huge.csv', line 3: the row's numbers are too large");
    }

    [Fact]
    public void A_network_without_exits_cannot_be_asked_for_one()
    {
        TrainDigits("bp.sigprop", "--rule backprop");
        Refuse("predict {bp.sigprop} {digits} --out {p.csv} --exit 1", "--exit needs");
    }

    [Fact]
    public void Tables_and_images_do_not_mix()
    {
        TrainDigits();
        Images.Write(PathOf(""), "a", count: 60, side: 4);
        Images.Write(PathOf(""), "b", count: 60, side: 5);
        Refuse("evaluate {digits.sigprop} {a-images-idx3-ubyte}", "trained on a table", "holds images");
        Succeed($"train {{a-images-idx3-ubyte}} --out {{images.sigprop}} {Fast} --quiet");
        Refuse("predict {images.sigprop} {digits} --out {p.csv}", "4 x 4 pixels", "is a table");
        Refuse("predict {images.sigprop} {b-images-idx3-ubyte} --out {p.csv}", "5 x 5 pixels; the model takes 4 x 4");
    }

    private void RefuseModel(byte[] content, string reason)
    {
        File.WriteAllBytes(PathOf("bad.sigprop"), content);
        Refuse("inspect {bad.sigprop}", reason);
        Refuse("predict {bad.sigprop} {digits} --out {p.csv}", reason);
    }
}
