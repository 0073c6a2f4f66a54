using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationModelParameters), null, typeof(SignatureLoadModel),
    "Signal propagation network", SignalPropagationModelParameters.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A network trained by <see cref="SignalPropagationTrainer"/>, as ML.NET scores, saves and loads it.</summary>
public sealed partial class SignalPropagationModelParameters : SignalPropagationModelParametersBase<VBuffer<float>>, ISchemaBindableMapper
{
    internal const string LoaderSignature = "SigPropMulticlass";

    internal SignalPropagationModelParameters(IHostEnvironment environment, Model model, double? earlyExitMargin)
        : base(environment, LoaderSignature, model)
    {
        EarlyExitMargin = earlyExitMargin;
        OutputType = new VectorDataViewType(NumberDataViewType.Single, model.Network.ClassCount);
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationModelParameters(IHostEnvironment environment, ModelLoadContext context)
        : base(environment, LoaderSignature, context)
    {
        // NaN for no early exit, which the first models did not know
        double margin = IsAtEnd(context) ? double.NaN : ReadMore(context.Reader.ReadDouble);
        EarlyExitMargin = double.IsNaN(margin) ? null : margin;
        if (Network.ClassCount == 0 || (EarlyExitMargin is not null && !(margin >= 0 && margin <= 1 && Network.HasExits)))
        {
            throw NotOurs();
        }

        OutputType = new VectorDataViewType(NumberDataViewType.Single, Network.ClassCount);
    }

    /// <summary>By how much a layer's most probable class must lead the second for a row to leave there; null where all rows go to the
    /// head.</summary>
    public double? EarlyExitMargin { get; }

    private protected override DataViewType OutputType { get; }

    private protected override VersionInfo Version => CreateVersion("SIGPRPMC", LoaderSignature);

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    internal static SignalPropagationModelParameters Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(CreateVersion("SIGPRPMC", LoaderSignature));
        return new SignalPropagationModelParameters(environment, context);
    }

    ISchemaBoundMapper ISchemaBindableMapper.Bind(IHostEnvironment env, RoleMappedSchema schema) => BoundColumns.Bind(
        this,
        env,
        schema,
        EarlyExitMargin is null ? null : BoundColumns.Column(
            OutputColumns.Depth, NumberDataViewType.Int32, AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification, []),
        CreateGetters);

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.Writer.Write(EarlyExitMargin ?? double.NaN);
    }

    private protected override ValueMapper<VBuffer<float>, VBuffer<float>> CreateMapper()
    {
        EncodedRow row = CreateRow();
        return (in VBuffer<float> features, ref VBuffer<float> scores) => Score(in features, row, ref scores);
    }

    /// <summary>Getters of Score and Depth, which come of one run through the network.</summary>
    private Delegate[] CreateGetters(DataViewRow input, DataViewSchema.Column feature)
    {
        ValueGetter<VBuffer<float>> read = input.GetGetter<VBuffer<float>>(feature);
        VBuffer<float> features = default, scores = default;
        EncodedRow row = CreateRow();
        int depth = 0;
        long scored = -1;
        ValueGetter<VBuffer<float>> getScores = (ref VBuffer<float> value) =>
        {
            Update();
            scores.CopyTo(ref value);
        };
        ValueGetter<int> getDepth = (ref int value) =>
        {
            Update();
            value = depth;
        };
        return [getScores, getDepth];

        void Update()
        {
            if (input.Position != scored)
            {
                read(ref features);
                depth = Score(in features, row, ref scores);
                scored = input.Position;
            }
        }
    }

    /// <returns>The layer that answered, from 1; the number of layers + 1 for the head; 0 where there is no answer.</returns>
    private int Score(in VBuffer<float> features, EncodedRow row, ref VBuffer<float> scores)
    {
        int depth = 0;
        bool isFinite = row.TryLoad(in features);
        if (isFinite && Network.Spec.TreeBudget is not null)
        {
            VBufferEditor<float> one = VBufferEditor.Create(ref scores, Network.ClassCount, 1);
            one.Values[0] = 1;
            one.Indices[0] = Network.PredictClass(row.Features);
            scores = one.Commit();
            return Network.LayerCount + 1;
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, Network.ClassCount);
        if (!isFinite)
        {
            editor.Values.Fill(float.NaN);
        }
        else if (EarlyExitMargin is double margin)
        {
            Network.PredictEarly(row.Features, margin, editor.Values, new Span<int>(ref depth));
        }
        else
        {
            Network.Predict(row.Features, editor.Values);
            depth = Network.LayerCount + 1;
        }

        scores = editor.Commit();
        return depth;
    }
}
