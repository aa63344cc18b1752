"""Long tasks are said by the median number and the median total of a few runs."""

from tools.long_tasks import LongTasks


def test_number_and_total_are_medians_over_the_runs() -> None:
    measured = LongTasks("inondation", ((60.0, 60.0), (), (500.0,)), ((900.0, 600.0),) * 3)
    assert str(measured) == (
        "       tâches longues au démarrage, inondation : 1 pour 120 ms — folium tel quel : 2 pour 1,500 ms"
    )
