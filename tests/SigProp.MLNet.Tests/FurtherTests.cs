using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Optimizers;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Fit with a previous model.</summary>
public sealed class FurtherTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _data;

    public FurtherTests() => _data = Blobs.Load(_context);

    public static TheoryData<string> Trainers => [.. AnyTrainer.Names];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_model_learns_on_and_stays_as_it_was(string name)
    {
        AnyTrainer trainer = Of(name, o => o.Epochs = 1);
        ITransformer first = trainer.Fit(_data);
        float[] before = WorkoutTests.Scores(first, _data);
        IDataView few = Blobs.Load(_context, [.. Blobs.Rows(50).Select(Shifted)]), validation = Blobs.Load(_context, Blobs.Rows(60));

        ITransformer further = trainer.More(few, first);

        Assert.Equal(before, WorkoutTests.Scores(first, _data));
        Assert.NotEqual(before, WorkoutTests.Scores(further, _data));
        Assert.Equal(WorkoutTests.Scores(further, _data), WorkoutTests.Scores(trainer.More(few, first), _data));
        Assert.Same(trainer.ModelOf(first).Encoding, trainer.ModelOf(further).Encoding);
        Assert.Equal((50, 60), Rows(trainer, trainer.MoreValidated(few, validation, first)));

        static Blobs.Row Shifted(Blobs.Row row)
        {
            row.Features = [.. row.Features.Select(f => f + 0.5f)];
            return row;
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void With_the_training_state_two_fits_are_one(string name)
    {
        AnyTrainer Trainer(int epochs) => Of(name, o =>
        {
            (o.Epochs, o.KeepTrainingState, o.Schedule) = (epochs, true, LearningRateSchedule.Constant);
            if (o is LayeredTrainerOptions layered)
            {
                // An average is of the steps of one fit.
                layered.WeightAveraging = 0;
            }
        });

        ITransformer once = Trainer(5).Fit(_data), twice = Trainer(2).More(_data, SaveAndLoad(Trainer(3).Fit(_data)));

        Assert.Equal(WorkoutTests.Scores(once, _data), WorkoutTests.Scores(twice, _data));
        Assert.Null(Of(name).ModelOf(Of(name).Fit(_data)).State);
        Assert.NotEqual(Tensors(once), Tensors(Trainer(2).More(_data, Of(name, o => o.Epochs = 3).Fit(_data))));

        float[] Tensors(ITransformer of)
        {
            Network network = Trainer(1).ModelOf(of).Network;
            return [.. network.Tensors.SelectMany(t => network.GetTensor(t.Name).ToArray())];
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void It_streams_too(string name)
    {
        AnyTrainer trainer = Of(name, o => (o.Streaming, o.Epochs) = (true, 2));
        ITransformer first = trainer.Fit(_data);

        ITransformer further = trainer.More(Blobs.Load(_context, Blobs.Rows(60)), first);

        Assert.Equal((60, 0), Rows(trainer, further));
        Assert.Same(trainer.ModelOf(first).Encoding, trainer.ModelOf(further).Encoding);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void What_does_not_fit_the_model_is_refused_in_a_sentence(string name)
    {
        ITransformer model = Of(name).Fit(_data);
        IDataView narrow = _context.Transforms.Concatenate("Features", "Number", "Number").Fit(_data).Transform(_data);

        Assert.Contains("training data has 2 features; the previous model takes 4", Refused(Of(name), narrow));
        Assert.Contains("they differ in layer 1 (Units is 16 in the model, and 17 is asked for). Give", Refused(Of(name, o => o.HiddenLayers = [17]), _data));

        string Refused(AnyTrainer trainer, IDataView data) => Assert.Throws<ArgumentException>(() => trainer.More(data, model)).Message;
    }

    [Fact]
    public void Another_optimizer_than_that_of_the_state_is_refused()
    {
        ITransformer model = Of("SignalPropagation", o => o.KeepTrainingState = true).Fit(_data);

        var exception = Assert.Throws<ArgumentException>(
            () => Of("SignalPropagation", o => ((SignalPropagationOptions)o).Optimizer = new SgdSpec()).More(_data, model));

        Assert.Contains("training state of the optimizer AdamSpec", exception.Message);
    }

    [Theory]
    [InlineData("SignalPropagation")]
    [InlineData("SpikingSigProp")]
    [InlineData("ContinuousEP")]
    public void New_classes_are_added_where_the_options_say_so(string name)
    {
        List<Blobs.Row> rows = Blobs.Rows();
        IDataView two = Blobs.Load(_context, rows.Where(r => r.Number < 2));
        AnyTrainer closed = Of(name, label: "Number"), open = Of(name, o => o.GetType().GetProperty("AddClasses")!.SetValue(o, true), "Number");
        ITransformer model = closed.Fit(two);

        ITransformer grown = open.More(_data, model);

        Assert.Contains("has 3 classes, and the previous model knows 2; set AddClasses", Assert.Throws<ArgumentException>(() => closed.More(_data, model)).Message);
        Assert.Equal(["0", "1", "2"], open.ModelOf(grown).ClassNames);
        Assert.Equal(["0", "1"], open.ModelOf(model).ClassNames);
        Assert.InRange(Blobs.Accuracy(grown, _data), 0.9, 1);
        Assert.Equal(["0", "1", "2"], open.ModelOf(open.More(two, grown)).ClassNames);
    }

    [Fact]
    public void Keys_have_to_be_those_of_the_model_and_may_have_more_where_the_options_say_so()
    {
        IDataView Keyed(IEnumerable<Blobs.Row> rows)
        {
            IDataView data = Blobs.Load(_context, rows);
            return _context.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
        }

        AnyTrainer closed = Of("SignalPropagation", label: "Label"), numbers = Of("SignalPropagation", label: "Number");
        AnyTrainer open = Of("SignalPropagation", o => ((SignalPropagationTrainer.Options)o).AddClasses = true, "Label");
        List<Blobs.Row> rows = Blobs.Rows();
        ITransformer model = closed.Fit(Keyed(rows.Where(r => r.Number < 2)));

        string Refused(AnyTrainer trainer, IDataView data) => Assert.Throws<ArgumentException>(() => trainer.More(data, model)).Message;
        Assert.Contains("whose keys begin with 'ash'", Refused(open, Keyed(rows.AsEnumerable().Reverse())));
        Assert.Contains("set AddClasses", Refused(closed, Keyed(rows)));
        Assert.Contains("holds numbers", Refused(numbers, _data));
        Assert.Equal(["ash", "birch", "cedar"], open.ModelOf(open.More(Keyed(rows), model)).ClassNames);
        Assert.NotNull(closed.More(Keyed(rows.Where(r => r.Number < 2).Take(20)), model));
    }

    [Fact]
    public void The_model_of_a_loaded_pipeline_is_its_last_transformers()
    {
        var keys = _context.Transforms.Conversion.MapValueToKey("Label", "Name");
        SignalPropagationTrainer trainer = Blobs.Trainer(_context, "Label");
        ITransformer loaded = SaveAndLoad(keys.Append(trainer).Fit(_data));

        var chain = (TransformerChain<ITransformer>)loaded;
        var last = (ISingleFeaturePredictionTransformer<SignalPropagationModelParameters>)chain.LastTransformer;
        IDataView news = chain.First().Transform(Blobs.Load(_context, Blobs.Rows(30)));
        var further = trainer.Fit(news, last.Model);

        Assert.Equal(last.Model.Model.ClassNames, further.Model.Model.ClassNames);
    }

    private AnyTrainer Of(string name, Action<NetworkTrainerOptions>? change = null, string label = "Key") => AnyTrainer.Of(_context, name, change, label);

    private static (int, int) Rows(AnyTrainer trainer, ITransformer model)
        => (trainer.ModelOf(model).Training!.TrainingRows, trainer.ModelOf(model).Training!.ValidationRows);

    private ITransformer SaveAndLoad(ITransformer model)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;
        return _context.Model.Load(stream, out _);
    }
}
