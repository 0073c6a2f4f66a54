using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>How features are made of columns: decided once, on all rows, by their types and by what is missing; fitted on the training rows of each
/// fold.</summary>
internal sealed class FeatureRecipe
{
    // More values than this are too many for a category of a table.
    private const int MostCategories = 100;

    private readonly List<string> _numbers = [], _gaps = [], _converted = [], _keys = [], _categories = [], _texts = [];
    private readonly List<string> _notes = [];
    private readonly string _output;

    private FeatureRecipe(string output) => _output = output;

    /// <summary>What one must know of columns that give no features, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Looks at the columns.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="label">The label column.</param>
    /// <param name="output">The column to make.</param>
    /// <param name="options">Which columns.</param>
    /// <exception cref="ArgumentException">No column can be used.</exception>
    public static FeatureRecipe Of(IDataView data, string label, string output, CompareTrainersOptions options)
    {
        var recipe = new FeatureRecipe(output);
        foreach (string ignored in options.IgnoredColumns)
        {
            if (data.Schema.GetColumnOrNull(ignored) is null)
            {
                throw new ArgumentException($"IgnoredColumns names '{ignored}', which the data does not have.");
            }
        }

        if (options.FeatureColumnName is string features)
        {
            if (data.Schema.GetColumnOrNull(features) is not DataViewSchema.Column column)
            {
                throw new ArgumentException($"FeatureColumnName is '{features}', and the data has no such column.");
            }

            if (column.Type is not VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType })
            {
                throw new ArgumentException(
                    $"The feature column '{features}' is of type {column.Type}; it must be a vector of numbers of known size.");
            }

            recipe.Add(data, column);
            return recipe;
        }

        foreach (DataViewSchema.Column column in data.Schema)
        {
            if (!column.IsHidden && column.Name != label && !options.IgnoredColumns.Contains(column.Name))
            {
                recipe.Add(data, column);
            }
        }

        List<string>[] all = [recipe._numbers, recipe._gaps, recipe._converted, recipe._keys, recipe._categories, recipe._texts];
        return all.Any(columns => columns.Count > 0)
            ? recipe
            : throw new ArgumentException($"There is no column to make features of beside the label '{label}'. {string.Join(' ', recipe._notes)}".TrimEnd());
    }

    /// <summary>The steps that make the features.</summary>
    public IEstimator<ITransformer> Create(MLContext context)
    {
        var steps = new List<IEstimator<ITransformer>>();
        List<string> whole = [.. _numbers], parts = [];
        if (_converted.Count > 0)
        {
            steps.Add(context.Transforms.Conversion.ConvertType(Pairs(_converted), DataKind.Single));
            whole.AddRange(_converted.Select(Made));
        }

        string[] gaps = [.. _gaps.Select(g => whole.Contains(Made(g)) ? Made(g) : g)];
        whole.RemoveAll(gaps.Contains);
        if (whole.Count > 0)
        {
            // What has no gap here may have one in a row to predict.
            AddNumbers(Made("numbers without gaps"), [.. whole]);
        }

        if (gaps.Length > 0)
        {
            // Whether a value is missing often tells as much as the value.
            string numbers = Made("numbers with gaps"), marks = Made("missing"), marked = Made("missing, as numbers");
            steps.Add(context.Transforms.Concatenate(marks, gaps));
            steps.Add(context.Transforms.IndicateMissingValues(marks));
            steps.Add(context.Transforms.Conversion.ConvertType(marked, marks, DataKind.Single));
            AddNumbers(numbers, gaps);
            parts.Add(marked);
        }

        foreach (string key in _keys)
        {
            steps.Add(context.Transforms.Conversion.MapKeyToVector(Made(key), key));
            parts.Add(Made(key));
        }

        if (_categories.Count > 0)
        {
            steps.Add(context.Transforms.Categorical.OneHotEncoding(Pairs(_categories)));
            parts.AddRange(_categories.Select(Made));
        }

        foreach (string text in _texts)
        {
            steps.Add(context.Transforms.Text.FeaturizeText(Made(text), text));
            parts.Add(Made(text));
        }

        steps.Add(context.Transforms.Concatenate(_output, [.. parts]));
        return steps.Aggregate(new EstimatorChain<ITransformer>(), (chain, step) => chain.Append(step));

        void AddNumbers(string output, string[] inputs)
        {
            steps.Add(context.Transforms.Concatenate(output, inputs));
            steps.Add(context.Transforms.ReplaceMissingValues(
                output, output, Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
            parts.Add(output);
        }
    }

    private string Made(string column) => $"{_output}.{column}";

    private InputOutputColumnPair[] Pairs(IEnumerable<string> columns) => [.. columns.Select(c => new InputOutputColumnPair(Made(c), c))];

    private void Add(IDataView data, DataViewSchema.Column column)
    {
        DataViewType type = column.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.ItemType : column.Type;
        switch (type)
        {
            case NumberDataViewType:
                if (type == NumberDataViewType.Single)
                {
                    (ColumnSurvey.HasMissing(data, column) ? _gaps : _numbers).Add(column.Name);
                }
                else
                {
                    _converted.Add(column.Name);
                    if (type == NumberDataViewType.Double && ColumnSurvey.HasMissing(data, column))
                    {
                        _gaps.Add(column.Name);
                    }
                }

                break;
            case BooleanDataViewType:
                _converted.Add(column.Name);
                break;
            case KeyDataViewType { Count: <= MostCategories } when column.Type is KeyDataViewType:
                _keys.Add(column.Name);
                break;
            case TextDataViewType when column.Type is TextDataViewType:
                AddText(data, column);
                break;
            default:
                _notes.Add($"No features are made of the column '{column.Name}' of type {column.Type}.");
                break;
        }
    }

    private void AddText(IDataView data, DataViewSchema.Column column)
    {
        (int distinct, long rows, long words) = ColumnSurvey.OfText(data, column);
        if (distinct <= Math.Min(MostCategories, Math.Max(2, rows / 2)))
        {
            _categories.Add(column.Name);
        }
        else if (words < 1.5 * rows && distinct > 0.9 * rows)
        {
            _notes.Add($"No features are made of the column '{column.Name}': nearly every row has a word of its own there, as a number of a customer.");
        }
        else
        {
            _texts.Add(column.Name);
        }
    }
}
