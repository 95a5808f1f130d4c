from ingest.tables import grids, place
from kb.model import Box


def across(y: float, x0: float, x1: float) -> Box:
    return Box(x0, y, x1, y + 0.5)


def down(x: float, y0: float, y1: float) -> Box:
    return Box(x, y0, x + 0.5, y1)


def lattice(xs: list[float], ys: list[float]) -> list[Box]:
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def test_crossing_lines_are_a_grid_of_cells() -> None:
    (grid,) = grids(lattice([0, 100, 200], [0, 20, 40, 60]))
    assert [(cell.row, cell.column) for cell in grid.cells] == [(i, j) for i in range(3) for j in range(2)]


def test_a_missing_line_joins_the_cells_beside_it() -> None:
    lines = [across(y, 0, 200) for y in (0, 20, 40)] + [down(0, 0, 40), down(200, 0, 40), down(100, 20, 40)]
    (grid,) = grids(lines)
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (1, 0), (1, 1)]
    assert grid.cells[0].box.x1 > 199


def test_a_cell_over_two_rows_stands_in_the_first() -> None:
    lines = [across(0, 0, 200), across(20, 100, 200), across(40, 0, 200)] + [down(x, 0, 40) for x in (0, 100, 200)]
    (grid,) = grids(lines)
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (0, 1), (1, 1)]
    assert grid.rows == 2


def test_border_pieces_that_nearly_touch_are_one_line() -> None:
    lines = [across(y, x, x + 98) for y in (0, 20) for x in (0, 100)] + [down(x, 1, 19) for x in (0, 100, 198)]
    (grid,) = grids(lines)
    assert len(grid.cells) == 2


def test_borders_left_open_are_closed_by_the_ends_of_the_lines() -> None:
    lines = [across(y, 0, 200) for y in (0, 20, 40)] + [down(100, 0, 40)]
    (grid,) = grids(lines)
    assert len(grid.cells) == 4


def test_two_tables_apart_are_two_grids_the_larger_first() -> None:
    found = grids(lattice([0, 50], [0, 20]) + lattice([0, 100, 200], [100, 150, 200]))
    assert [len(grid.cells) for grid in found] == [4, 1]


def test_lines_that_do_not_meet_are_no_grid() -> None:
    assert grids([across(0, 0, 200), across(50, 0, 200), down(300, 100, 200)]) == []


def test_a_word_is_placed_by_its_middle() -> None:
    (grid,) = grids(lattice([0, 100, 200], [0, 20, 40]))
    assert place(grid, Box(95, 5, 130, 15)) == 1
    assert place(grid, Box(10, 25, 30, 35)) == 2
    assert place(grid, Box(300, 5, 310, 15)) is None
