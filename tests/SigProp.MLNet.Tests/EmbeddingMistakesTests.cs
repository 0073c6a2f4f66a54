using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What an embedding cannot be made of is refused by one sentence.</summary>
public sealed class EmbeddingMistakesTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _data;
    private readonly TransformsCatalog _transforms;

    public EmbeddingMistakesTests() => (_data, _transforms) = (Blobs.Load(_context), _context.Transforms);

    [Theory]
    [InlineData("Absent")]
    [InlineData("Varying")]
    [InlineData("Number")]
    [InlineData("Name")]
    public void A_missing_or_unsuitable_feature_column_is_named(string features)
    {
        SigPropEmbeddingEstimator embedding = _transforms.SigPropEmbedding("Embedding", Trainer().Fit(_data), features);

        foreach (Action act in (Action[])[
            () => embedding.Fit(_data),
            () => embedding.GetOutputSchema(Schemas.Shape(_data.Schema)),
            () => _transforms.SigPropEmbedding("Embedding", Blobs.Trainer(_context, "Key", features)).Fit(_data)])
        {
            Assert.Contains($"feature column '{features}'", Assert.ThrowsAny<ArgumentException>(act).Message);
        }
    }

    [Fact]
    public void Rows_of_another_width_are_refused_with_both_widths()
    {
        SigPropEmbeddingTransformer embedding = _transforms.SigPropEmbedding("Embedding", Trainer().Fit(_data)).Fit(_data);
        IDataView wide = _transforms.Concatenate("Features", "Features", "Number").Fit(_data).Transform(_data);

        foreach (Action act in (Action[])[() => embedding.Transform(wide), () => embedding.GetOutputSchema(wide.Schema)])
        {
            string message = Assert.ThrowsAny<ArgumentException>(act).Message;
            Assert.Contains("expected Vector<Single, 4>, got Vector<Single, 5>", message);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_layer_that_is_not_there_is_refused_before_anything_is_trained(int layer)
    {
        Assert.Contains("counted from 1 to 1", Assert.Throws<ArgumentOutOfRangeException>(
            nameof(layer), () => _transforms.SigPropEmbedding("Embedding", Trainer().Fit(_data), layer: layer)).Message);
        Assert.Contains("counted from 1 to 1", Assert.Throws<ArgumentOutOfRangeException>(
            nameof(layer), () => _transforms.SigPropEmbedding("Embedding", Trainer(), layer)).Message);
        Assert.Contains("counted from 1 to 1", Assert.Throws<ArgumentOutOfRangeException>(
            nameof(layer), () => _transforms.SigPropEmbedding("Embedding", hiddenLayers: [4], layer: layer)).Message);
    }

    [Fact]
    public void What_holds_no_network_is_refused_by_name()
    {
        ITransformer other = _transforms.CopyColumns("Copy", "Features").Fit(_data);

        Assert.Contains("CopyingTransformer holds no network", Assert.Throws<ArgumentException>(
            "transformer", () => _transforms.SigPropEmbedding("Embedding", other)).Message);
        Assert.Contains("holds no network", Assert.Throws<ArgumentException>(
            "transformer", () => _transforms.SigPropEmbedding("Embedding", new TransformerChain<ITransformer>(other, other))).Message);
    }

    [Fact]
    public void Names_and_options_are_checked_at_once()
    {
        Model model = Trainer().Fit(_data).Model.Model;

        Assert.Throws<ArgumentException>("outputColumnName", () => _transforms.SigPropEmbedding("", model));
        Assert.Throws<ArgumentException>("outputColumnName", () => _transforms.SigPropEmbedding("", Trainer()));
        Assert.Throws<ArgumentException>("inputColumnName", () => _transforms.SigPropEmbedding("Embedding", model, ""));
        Assert.Throws<ArgumentNullException>(() => _transforms.SigPropEmbedding("Embedding", (ITransformer)null!));
        Assert.Throws<ArgumentNullException>(() => _transforms.SigPropEmbedding("Embedding", (Model)null!));
        Assert.Contains("Epochs is -1", Assert.Throws<ConfigurationException>(() => _transforms.SigPropEmbedding("Embedding", epochs: -1)).Message);
    }

    [Fact]
    public void A_model_of_tables_is_refused()
    {
        var rows = new TableBuilder("rows", ["a", "b"]);
        rows.Add(["1", "x"], 1);
        rows.Add(["2", "y"], 2);
        TableEncoding encoding = TableEncoding.Fit(rows.Build(), "b");
        var model = new Model(Network.Create(NetworkSpec.Create(encoding.Width, 2).Dense(3).Build()), ["x", "y"], encoding);

        Assert.Contains("reads its rows by a TableEncoding", Assert.Throws<ArgumentException>(
            "model", () => _transforms.SigPropEmbedding("Embedding", model)).Message);
    }

    [Fact]
    public void An_export_to_ONNX_is_refused_and_not_cut_short()
    {
        var mapper = new EmbeddingMapper(_transforms.SigPropEmbedding("Embedding", Trainer().Fit(_data)).Fit(_data), _data.Schema);
        Type save = typeof(EmbeddingMapper).GetInterface("ISaveAsOnnx")!, can = typeof(EmbeddingMapper).GetInterface("ICanSaveOnnx")!;

        // What says no is left out by ML.NET, with all before it; so the answer is yes, and then an exception.
        Assert.Equal(true, can.GetMethod("CanSaveOnnx")!.Invoke(mapper, [null]));
        Assert.Contains("The embedding 'Embedding' cannot be exported to ONNX", Assert.Throws<TargetInvocationException>(
            () => save.GetMethod("SaveAsOnnx")!.Invoke(mapper, [null])).ToString());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(0.02)]
    [InlineData(0.0)]
    public void A_file_cut_short_is_named_as_such(double part)
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => LoadChanged(bytes => bytes[..(int)(bytes.Length * part)]));

        Assert.True(Innermost(exception) is FormatException or EndOfStreamException, exception.ToString());
    }

    [Fact]
    public void A_file_with_an_altered_byte_is_named_as_damaged()
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => LoadChanged(bytes =>
        {
            bytes[bytes.Length / 2] ^= 0x10;
            return bytes;
        }));

        Assert.Contains("The saved embedding cannot be read. The stream is damaged", exception.ToString());
    }

    private SignalPropagationTrainer Trainer() => Blobs.Trainer(_context, "Key");

    private void LoadChanged(Func<byte[], byte[]> change)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(_transforms.SigPropEmbedding("Embedding", Trainer().Fit(_data)).Fit(_data), _data.Schema, stream);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using Stream entry = archive.Entries.Where(e => e.Name == "Model.key").MaxBy(e => e.Length)!.Open();
            byte[] bytes = new byte[entry.Length];
            entry.ReadExactly(bytes);
            byte[] changed = change(bytes);
            entry.SetLength(0);
            entry.Write(changed);
        }

        stream.Position = 0;
        _context.Model.Load(stream, out _);
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is Exception inner ? Innermost(inner) : exception;
}
