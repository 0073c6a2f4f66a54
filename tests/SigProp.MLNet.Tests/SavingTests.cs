using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class SavingTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
    private readonly IDataView _data;
    private readonly ITransformer _model;

    public SavingTests()
    {
        _data = Digits.Load(_context);
        _model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(Digits.Quick)).Fit(_data);
        _context.Model.Save(_model, _data.Schema, _path);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_loaded_model_gives_the_same_scores_and_report()
    {
        var fresh = new MLContext();
        ITransformer loaded = fresh.Model.Load(_path, out DataViewSchema schema);

        Assert.Equal(Digits.Scores(_context, _model, _data), Digits.Scores(fresh, loaded, Digits.Load(fresh)));
        Assert.Equal(["Features", "Digit"], schema.Select(c => c.Name));
        var last = Assert.IsType<SignalPropagationPredictionTransformer>(((TransformerChain<ITransformer>)loaded).LastTransformer);
        Assert.Equal(3, last.Model.TrainingReport!.Epochs.Count);
        Assert.Equal(64, last.Model.Network.InputWidth);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], last.Model.Model.ClassNames);
    }

    [Fact]
    public void A_loaded_model_saves_again_to_the_same_scores()
    {
        ITransformer loaded = _context.Model.Load(_path, out DataViewSchema schema);
        using var again = new MemoryStream();
        _context.Model.Save(loaded, schema, again);
        again.Position = 0;

        Assert.Equal(
            Digits.Scores(_context, _model, _data), Digits.Scores(_context, _context.Model.Load(again, out _), _data));
    }

    [Fact]
    public Task A_fresh_process_loads_it_without_any_registration() => FreshProcess.AssertScoresAlike(_context, _model, _data);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(0.02)]
    public void A_model_cut_short_is_named_as_such(double part)
    {
        Rewrite(bytes => bytes[..(int)(bytes.Length * part)]);

        Exception exception = Assert.ThrowsAny<Exception>(() => _context.Model.Load(_path, out _));

        Assert.IsAssignableFrom<FormatException>(Innermost(exception));
    }

    [Fact]
    public void A_model_with_an_altered_byte_is_named_as_damaged()
    {
        Rewrite(bytes =>
        {
            bytes[bytes.Length / 2] ^= 0x10;
            return bytes;
        });

        Exception exception = Assert.ThrowsAny<Exception>(() => _context.Model.Load(_path, out _));

        Assert.IsType<ModelFormatException>(Innermost(exception));
        Assert.Contains("The saved signal propagation model cannot be read. The stream is damaged", exception.ToString());
    }

    private void Rewrite(Func<byte[], byte[]> change)
    {
        using ZipArchive archive = ZipFile.Open(_path, ZipArchiveMode.Update);
        ZipArchiveEntry entry = archive.Entries.Where(e => e.Name == "Model.key").MaxBy(e => e.Length)!;
        using Stream stream = entry.Open();
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        byte[] changed = change(bytes);
        stream.SetLength(0);
        stream.Write(changed);
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is Exception inner ? Innermost(inner) : exception;
}
